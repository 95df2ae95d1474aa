# shellcheck shell=bash
# shellcheck disable=SC2016 # what is in single quotes is for the shell in the container
# What `systemctl status` tells, and what becomes of a daemon that dies.
configure <<CONF
heartbeat: nightly
	task vzdump
	url http://127.0.0.1:3001/api/push/nightly
CONF
status_is() { [[ $(property StatusText) =~ $1 ]]; }
status_says() {
    if until_true "$3" status_is "$2"; then say "$1" ok "$(property StatusText)"; else say "$1" FAIL "$(property StatusText)"; fi
}
until_true 10 active
expect "Type=notify, told by the main process" "notify main active" \
    "$(property Type) $(property NotifyAccess) $(property ActiveState)"
play one 101 >/dev/null
status_says "the status line has sources and the last all-clear, within two rounds" \
    '^1 source seeing, last all-clear nightly [0-9][0-9]:[0-9][0-9]$' 130

restarts=$(property NRestarts)
again_active() { [ "$(property NRestarts)" -gt "$restarts" ] && active; }
in_host systemctl kill -s KILL allclear.service
if until_true 20 again_active; then say "after kill -9 it is active again" ok; else
    say "after kill -9 it is active again" FAIL "$(property ActiveState), $(property NRestarts) restarts"
fi
status_says "and knows the last all-clear" 'last all-clear nightly' 10
in_host systemctl stop allclear.service
expect "systemctl stop is no failure" "inactive success" "$(property ActiveState) $(property Result)"
in_host systemctl start allclear.service
