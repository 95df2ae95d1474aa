# shellcheck shell=bash
# shellcheck disable=SC2016 # what is in single quotes is for the shell in the container
# A daemon that lives and does nothing is started again; one that has nothing to do is left alone.
configure <<CONF
heartbeat: nightly
	task vzdump
	url http://127.0.0.1:3001/api/push/nightly
CONF
held() { # STEP: the daemon stands still there as long as the file exists
    in_host mkdir -p /run/systemd/system/allclear.service.d
    in_host sh -c 'printf "[Service]\nWatchdogSec=2s\nEnvironment=ALLCLEAR_HOLD=%s ALLCLEAR_HOLD_FILE=/var/lib/allclear/hold\n" "$1" \
        >/run/systemd/system/allclear.service.d/hold.conf' sh "$1"
    in_host systemctl daemon-reload
    in_host systemctl restart allclear.service
    until_true 10 active
}
restarted() { [ "$(property NRestarts)" -gt "$restarts" ]; }
held committed
restarts=$(property NRestarts)
if until_true 7 restarted; then say "a quiet daemon lives through three periods of the watchdog" FAIL; else
    say "a quiet daemon lives through three periods of the watchdog" ok
fi
began=$(in_host date +%s)
before=$(beats /nightly)
in_host touch /var/lib/allclear/hold
play one 101 >/dev/null
if until_true 25 restarted; then say "a judge that stands still is started again by the watchdog" ok; else
    say "a judge that stands still is started again by the watchdog" FAIL "$(property StatusText)"
fi
expect "the journal names it" 1 \
    "$(in_host sh -c 'journalctl -u allclear --since "@$1" -o cat | grep -c "the judge has not got on.*HoldAtStep"' sh "$began")"
in_host rm -f /var/lib/allclear/hold
if until_true 20 beats_are /nightly $((before + 1)); then say "and the push that it had not sent is sent after that, once" ok; else
    say "and the push that it had not sent is sent after that, once" FAIL "$(beats /nightly) beats, $before before"
fi
in_host rm -r /run/systemd/system/allclear.service.d
in_host systemctl daemon-reload
in_host systemctl restart allclear.service
until_true 10 active
