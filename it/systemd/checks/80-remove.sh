# shellcheck shell=bash disable=SC2016,SC2034,SC2154
# Removing keeps what cannot be made again; purging leaves nothing.
in_host apt-get remove -y -q allclear >"$dir/remove.log" 2>&1
expect "apt-get remove" 0 $?
expect "the daemon is stopped" "" "$(in_host sh -c 'ps -C java -o pid=')"
expect "configuration and ledger are still there, the cache is gone" "yes yes no" \
    "$(in_host sh -c 'for f in /etc/allclear/agent.conf /var/lib/allclear/allclear.db /var/cache/allclear; do [ -e "$f" ] && echo yes || echo no; done' | tr '\n' ' ' | sed 's/ $//')"
put "$newer" /root/newer.deb
in_host apt-get install -y -q /root/newer.deb >"$dir/remove.log" 2>&1
until_true 10 active
expect "installed again it goes on with them" "active 1" \
    "$(property ActiveState) $(in_host grep -c 'heartbeat: nightly' /etc/allclear/agent.conf)"
in_host apt-get purge -y -q allclear >"$dir/remove.log" 2>&1
expect "apt-get purge" 0 $?
in_host sh -c 'find / -xdev \( -path /proc -o -path /sys -o -path /run -o -path /tmp -o -path /var/log/journal \) -prune -o -print | sort' >"$dir/after.list"
left=$(comm -13 "$dir/before.list" "$dir/after.list" \
    | grep -v -e '^/root/' -e '^/var/log/' -e '^/var/lib/systemd/[a-ce-z]' -e '^/var/cache/apt' -e '^/var/lib/apt' -e '^/var/lib/dpkg/.*-old$' \
        -e '^/etc/.*-$' -e '^/var/cache/ldconfig' -e '^/var/cache/debconf' -e '^/usr/lib/.*__pycache__' | tr '\n' ' ')
expect "after the purge the host has no file that it did not have before" "" "${left% }"
expect "no unit, link or failed service is left" "" "$(in_host systemctl list-unit-files --all --no-legend 'allclear*')$(in_host systemctl list-units --all --no-legend 'allclear*')"
expect "no process is left" "" "$(in_host sh -c 'ps -e -o args= | grep "[d]ev.allclear"')"
