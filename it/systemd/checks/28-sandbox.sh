# shellcheck shell=bash
# shellcheck disable=SC2016 # what is in single quotes is for the shell in the container
# What the daemon can read and write, tried from where it runs: its mounts, user and groups.
inside() { # SCRIPT [ARG...], as the daemon sees the host
    local script=$1
    shift
    # shellcheck disable=SC2016 # all for the shell inside
    in_host sh -c 'pid=$1 script=$2; shift 2
        exec nsenter -t "$pid" -m setpriv --reuid allclear --regid allclear \
            --groups "$(sed -n "s/^Groups:[[:space:]]*//p" "/proc/$pid/status" | sed "s/ *$//; s/ /,/g")" --no-new-privs sh -c "$script" sh "$@"' \
        sh "$(property MainPID)" "$script" "$@"
}
expect "user, capabilities and no_new_privs" "allclear 0000000000000000 1" \
    "$(in_host ps -o user= -p "$(property MainPID)") $(in_host sed -n 's/^CapBnd:\t//p' "/proc/$(property MainPID)/status") $(in_host sed -n 's/^NoNewPrivs:\t//p' "/proc/$(property MainPID)/status")"
# What every user may write to is its own there, and empty.
expect "it can write to its state and spool, and temporary files" \
    "/tmp /var/tmp /var/lib/allclear /var/spool/allclear " "$(inside 'for d in / /bin /boot /dev /dev/shm /etc /etc/allclear /etc/pve \
        /home /media /mnt /opt /root /run /run/systemd /srv /sys /tmp /usr /var /var/cache /var/lib /var/log /var/log/pve/tasks \
        /var/mail /var/spool /var/spool/cron /var/tmp /var/lib/allclear /var/spool/allclear; do
        if ( : >"$d/.tried" ) 2>/dev/null; then rm "$d/.tried"; printf "%s " "$d"; fi; done')"
# What is not there when it starts is not hidden either.
in_host sh -c 'mkdir -p /mnt/backups && echo secret >/mnt/backups/vzdump && echo secret >/etc/sudoers && chmod 440 /etc/sudoers'
in_host systemctl restart allclear.service
until_true 10 active
in_host sh -c 'mkdir -p /etc/pve/priv && echo secret >/etc/pve/priv/authkey.key && chmod 700 /etc/pve/priv
    install -m 640 -o www-data -g root /dev/null /var/log/pve/tasks/as-a-worker-writes && echo log >>/var/log/pve/tasks/as-a-worker-writes
    install -m 640 -o root -g www-data /dev/null /etc/pve/as-pmxcfs-shows && echo conf >>/etc/pve/as-pmxcfs-shows'
expect "it can read what a worker logs, and the cluster's files" "log conf " \
    "$(inside 'cat /var/log/pve/tasks/as-a-worker-writes /etc/pve/as-pmxcfs-shows' | tr '\n' ' ')"
expect "it cannot read keys, passwords and backups" "" \
    "$(inside 'cat /etc/pve/priv/authkey.key /etc/shadow /etc/sudoers /mnt/backups/vzdump /root/.bashrc 2>/dev/null')"
expect "of /run it sees systemd only, and its own credentials" "credentials journal notify systemd " \
    "$(inside 'ls -d /run/* /run/systemd/journal /run/systemd/notify | sed "s,.*/,," | sort | tr "\n" " "')"
in_host rm -r /etc/pve/priv /mnt/backups /etc/sudoers /var/log/pve/tasks/as-a-worker-writes /etc/pve/as-pmxcfs-shows

# pmxcfs is started again: its mount goes away and comes back as another one.
in_host sh -c 'cp -a /etc/pve /root/pve'
for round in 1 2; do
    in_host sh -c 'mount -t tmpfs -o mode=755 pmxcfs /etc/pve && cp -a /root/pve/. /etc/pve/ && echo "$1" >/etc/pve/.round && chmod 644 /etc/pve/.round' sh "$round"
    expect "mount $round of /etc/pve is seen, and cannot be written" "$round no" \
        "$(inside 'cat /etc/pve/.round; ( : >/etc/pve/.tried ) 2>/dev/null && echo yes || echo no' | tr '\n' ' ' | sed 's/ $//')"
    in_host umount /etc/pve
done
in_host rm -r /root/pve
