# shellcheck shell=bash
# shellcheck disable=SC2016 # what is in single quotes is for the shell in the container
# Events are entries with fields, also from within the sandbox.
configure <<CONF
heartbeat: nightly
	task vzdump
	url http://127.0.0.1:3001/api/push/nightly
CONF
began=$(in_host date +%s)
play one 101 >/dev/null
told() { in_host sh -c 'journalctl -u allclear ALLCLEAR_TYPE=vzdump --since "@$1" -o cat | grep -q "backup successful"' sh "$began"; }
if until_true 10 told; then say "journalctl -u allclear ALLCLEAR_TYPE=vzdump finds the event" ok; else
    say "journalctl -u allclear ALLCLEAR_TYPE=vzdump finds the event" FAIL
fi
expect "all lines are the service's, by one name" allclear \
    "$(in_host sh -c 'journalctl _SYSTEMD_UNIT=allclear.service --since "@$1" -o json --output-fields=SYSLOG_IDENTIFIER | grep -o "IDENTIFIER\":\"[^\"]*" | sort -u | sed "s/.*\"//"' sh "$began")"
