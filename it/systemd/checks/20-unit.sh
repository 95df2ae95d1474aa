# shellcheck shell=bash
# shellcheck disable=SC2016 # what is in single quotes is for the shell in the container
# The unit as systemd sees it, with and without its drop-in.
# shellcheck disable=SC2154 # root and dir are the driver's
expect "systemd-analyze verify has nothing to say" "" \
    "$(in_host systemd-analyze verify --recursive-errors=no --man=no allclear.service 2>&1)"
exposure() { in_host systemd-analyze security --no-pager allclear.service | grep -o 'exposure level.*: [0-9.]*' | grep -o '[0-9.]*$'; }
at_most() { awk -v got="${1:-9}" -v most="$2" 'BEGIN { exit !(got <= most) }'; }
found=$(exposure)
if at_most "$found" 1.5; then say "systemd-analyze security: $found" ok; else say "systemd-analyze security" FAIL "$found"; fi

put "$root/systemd/drop-ins/api-only.conf" /etc/systemd/system/allclear.service.d/api-only.conf
in_host systemctl daemon-reload
in_host systemctl restart allclear.service
until_true 10 active
found=$(exposure)
if at_most "$found" 1.3; then say "systemd-analyze security with api-only.conf: $found" ok; else
    say "systemd-analyze security with api-only.conf" FAIL "$found"
fi
expect "with api-only.conf it is of no group of Proxmox" "" \
    "$(in_host sh -c 'sed -n "s/^Groups:\t//p" "/proc/$1/status" | tr " " "\n" | grep -x -e 0 -e 33 -e 34' sh "$(property MainPID)")"
expect "with api-only.conf it sees no task" no \
    "$(in_host sh -c 'nsenter -t "$1" -m setpriv --reuid allclear --regid allclear --clear-groups ls /var/log/pve >/dev/null 2>&1 && echo yes || echo no' sh "$(property MainPID)")"
in_host rm -r /etc/systemd/system/allclear.service.d
in_host systemctl daemon-reload
in_host systemctl restart allclear.service
until_true 10 active
