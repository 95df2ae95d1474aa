# shellcheck shell=bash
# shellcheck disable=SC2016 # what is in single quotes is for the shell in the container
# Postfix's postdrop is setgid, which no_new_privs takes from it; the group postdrop gives the right instead.
if ! in_host test -x /usr/sbin/postdrop; then
    say "mail by Postfix's sendmail (left out: no Postfix in the tree)" ok
else
    in_host systemctl start postfix.service
    in_host usermod -aG postdrop allclear
    in_host systemctl restart allclear.service
    until_true 10 active
    began=$(in_host date +%s)
    in_host sh -c 'printf "sendmail: mail\n\tmailto root\n\nmatcher: all\n\ttarget mail\n" >/etc/allclear/agent.conf'
    in_host systemctl reload allclear.service
    in_host allclear test mail >/dev/null 2>&1
    taken() { in_host sh -c 'journalctl -u "postfix*" --since "@$1" -o cat | grep -q "pickup\|uid=[0-9]* from="' sh "$began"; }
    if until_true 20 taken; then say "Postfix takes a mail from the hardened service" ok; else
        say "Postfix takes a mail from the hardened service" FAIL "$(in_host journalctl -u allclear -n 3 -o cat)"
    fi
fi
