# shellcheck shell=bash disable=SC2016,SC2034,SC2154
# The package goes onto a host that never had it, and comes up by itself.
in_host sh -c 'find / -xdev \( -path /proc -o -path /sys -o -path /run -o -path /tmp -o -path /var/log/journal \) -prune -o -print | sort' >"$dir/before.list"
put "$deb" /root/allclear.deb
if in_host apt-get install -y -q /root/allclear.deb >"$dir/install.log" 2>&1; then
    say "apt-get install of the package" ok
else
    say "apt-get install of the package" FAIL "$(tail -3 "$dir/install.log" | tr '\n' ' ')"
fi
expect "two lines at the end say what comes next" 2 "$(grep -c 'no heartbeat is configured\|Next: allclear init' "$dir/install.log")"
until_true 10 active
expect "it runs without a configured heartbeat, and is enabled" "active enabled 0" \
    "$(property ActiveState) $(in_host systemctl is-enabled allclear.service) $(property NRestarts)"
expect "the whole system is well" running "$(in_host systemctl is-system-running)"
expect "allclear version answers" "$version" "$(in_host allclear version | grep -o "$version" | head -1)"
expect "one class-data archive, named after the Java" 1 \
    "$(in_host sh -c 'ls /var/cache/allclear/allclear-17*.jsa | wc -l')"
expect "the daemon has it mapped" yes "$(in_host sh -c 'grep -q /var/cache/allclear/allclear-17 "/proc/$1/maps" && echo yes' sh "$(property MainPID)")"

configure <<CONF
heartbeat: nightly
	task vzdump
	url http://127.0.0.1:3001/api/push/nightly
CONF
play one 101 >/dev/null
until_true 10 beats_are /nightly 1
expect "a backup task's all-clear is pushed once" 1 "$(beats /nightly)"
