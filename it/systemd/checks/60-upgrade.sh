# shellcheck shell=bash disable=SC2016,SC2034,SC2154
# An upgrade while the daemon runs and its outbox is full: every delivery arrives after it, and once.
configure <<'CONF'
heartbeat: nightly
	task vzdump
	url http://127.0.0.1:3001/api/push/nightly

heartbeat: second
	task vzdump
	url http://127.0.0.1:3001/api/push/second

webhook: people
	url http://127.0.0.1:3001/people
	method post

webhook: others
	url http://127.0.0.1:3001/others
	method post

matcher: all
	target people
	target others
CONF
until_true 10 beats_are /second 1
# How many deliveries are in a state, over heartbeats and targets.
deliveries() { in_host sh -c '{ allclear deliveries --json; allclear status --json; } | grep -oE "\"state\":\"($1)\"" | wc -l' sh "$1"; }
# With a sender or not: what waits is tried now and then.
open() { deliveries "pending|sending"; }
waits() { [ "$(open)" -ge "$1" ]; }
# What waits for other reasons: a mail to root that has no address here.
idle=$(open) lost=$(($(deliveries expired) + $(deliveries refused)))
kuma_down
for guest in 201 202 203 204; do play one "$guest" >/dev/null; done
until_true 20 waits $((idle + 26))
pending=$(open) delivered=$(deliveries delivered) old=$(property MainPID)
nightly=$(beats /nightly) second=$(beats /second) people=$(beats /people) others=$(beats /others)
put "$newer" /root/newer.deb
if [ "$pending" -ge $((idle + 26)) ]; then say "the outbox is full" ok "$pending deliveries wait"; else say "the outbox is full" FAIL "$pending deliveries wait"; fi
in_host apt-get install -y -q /root/newer.deb >"$dir/upgrade.log" 2>&1
expect "apt-get upgrades it while it runs" 0 $?
until_true 10 active
expect "the newer one runs, in another process" "$version+1 active yes" \
    "$(in_host dpkg-query -W -f='${Version}' allclear) $(property ActiveState) $([ "$(property MainPID)" != "$old" ] && echo yes)"
expect "its class-data archive fits the new jars" yes \
    "$(in_host sh -c 'grep -q /var/cache/allclear/allclear-17 "/proc/$1/maps" && echo yes' sh "$(property MainPID)")"
expect "the changed agent.conf is still the administrator's" 1 "$(in_host grep -c 'webhook: people' /etc/allclear/agent.conf)"
expect "no delivery was lost with the old process" "$pending" "$(open)"
kuma_up
nothing_waits() { [ "$(open)" = "$idle" ]; }
until_true 120 nothing_waits
expect "all of them were delivered, none was given up" "$((delivered + pending - idle)) $lost" \
    "$(deliveries delivered) $(($(deliveries expired) + $(deliveries refused)))"
# The newest all-clear replaces older ones of its heartbeat, and after an outage a target gets one digest.
expect "each once: one push for each heartbeat, one digest for each target" "1 1 1 1" \
    "$(($(beats /nightly) - nightly)) $(($(beats /second) - second)) $(($(beats /people) - people)) $(($(beats /others) - others))"
