package dev.allclear.it.receiver;

import java.nio.file.Path;

/** The configuration of a Postfix that takes mails on loopback and files them. Nothing runs in a chroot. */
final class PostfixFiles {
    private PostfixFiles() {}

    /** @param uid who owns the delivered mails */
    static String main(Path home, int uid) {
        return """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                command_directory = /usr/sbin
                daemon_directory = /usr/lib/postfix/sbin
                meta_directory = %1$s/conf
                mail_owner = postfix
                setgid_group = postdrop
                maillog_file = %1$s/log
                maillog_file_prefixes = %1$s
                inet_interfaces = loopback-only
                inet_protocols = ipv4
                myhostname = mail.%3$s
                myorigin = %3$s
                mydestination =
                mynetworks =
                alias_maps =
                local_transport = virtual
                default_transport = error:5.1.2 nothing leaves this machine
                virtual_mailbox_domains = %3$s
                virtual_mailbox_base = %1$s/mail
                virtual_mailbox_maps = static:inbox/
                virtual_minimum_uid = 1
                virtual_uid_maps = static:%2$d
                virtual_gid_maps = static:%2$d
                smtpd_relay_restrictions = permit_sasl_authenticated, reject
                smtpd_recipient_restrictions = check_recipient_access inline:{nobody@%3$s=REJECT}, permit
                smtpd_tls_cert_file = %1$s/conf/tls.pem
                smtpd_tls_key_file = %1$s/conf/tls.pem
                smtpd_tls_security_level = may
                smtpd_tls_auth_only = yes
                smtpd_sasl_auth_enable = yes
                smtpd_sasl_path = smtpd
                smtpd_sasl_local_domain = %3$s
                cyrus_sasl_config_path = %1$s/conf/sasl
                """.formatted(home, uid, Postfix.DOMAIN);
    }

    static String master(int port) {
        return """
                127.0.0.1:%d inet n - n - - smtpd
                pickup unix n - n 60 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                tlsmgr unix - - n 1000? 1 tlsmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                verify unix - - n - 1 verify
                flush unix n - n 1000? 0 flush
                proxymap unix - - n - - proxymap
                proxywrite unix - - n - 1 proxymap
                error unix - - n - - error
                retry unix - - n - - error
                virtual unix - n n - - virtual
                anvil unix - - n - 1 anvil
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(port);
    }
}
