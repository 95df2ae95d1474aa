# shellcheck shell=bash
# shellcheck disable=SC2016 # what is in single quotes is for the shell in the container
# A broken file never replaces a good one; secrets are handed over at the start only.
status_is() { [[ $(property StatusText) =~ $1 ]]; }
journal_has() { in_host sh -c 'journalctl -u allclear --since "@$1" -o cat | grep -q -e "$2"' sh "$@"; }
configure <<CONF
heartbeat: nightly
	task vzdump
	url http://127.0.0.1:3001/api/push/nightly
CONF
pid=$(property MainPID)
began=$(in_host date +%s)
in_host sh -c 'printf "heartbeat: nightly\n\ttask vzdump\n\tnonsense yes\n" >/etc/allclear/agent.conf'
in_host systemctl reload allclear.service
if until_true 10 status_is '^/etc/allclear/agent.conf:3: unknown key'; then
    say "a reload of a broken file: systemctl status says where the fault is" ok
else
    say "a reload of a broken file: systemctl status says where the fault is" FAIL "$(property StatusText)"
fi
expect "and the service runs on" "active $pid" "$(property ActiveState) $(property MainPID)"
if until_true 5 journal_has "$began" 'agent.conf:3: unknown key'; then say "and the journal has it" ok; else
    say "and the journal has it" FAIL
fi
before=$(beats /nightly)
play one 101 >/dev/null
if until_true 10 beats_are /nightly $((before + 1)); then say "and pushes by the configuration from before" ok; else
    say "and pushes by the configuration from before" FAIL "$(beats /nightly) beats, $before before"
fi
configure <<CONF
heartbeat: nightly
	task vzdump
	url http://127.0.0.1:3001/api/push/nightly
CONF
if until_true 10 status_is '^1 source seeing'; then say "a good file takes the fault away" ok; else
    say "a good file takes the fault away" FAIL "$(property StatusText)"
fi

expect "the private file is not readable for the service's user" no \
    "$(in_host sh -c 'setpriv --reuid allclear --regid allclear --clear-groups cat /etc/allclear/agent-priv.conf >/dev/null 2>&1 && echo yes || echo no')"
began=$(in_host date +%s)
in_host sh -c 'touch /etc/allclear/agent-priv.conf'
in_host systemctl reload allclear.service
if until_true 10 journal_has "$began" 'agent-priv.conf was changed since.*restart allclear'; then
    say "a reload after a change of agent-priv.conf says that it takes a restart" ok
else
    say "a reload after a change of agent-priv.conf says that it takes a restart" FAIL
fi
in_host mv /etc/allclear/agent-priv.conf /root/
in_host systemctl restart allclear.service
until_true 10 active
expect "without agent-priv.conf it starts" active "$(property ActiveState)"
in_host sh -c 'printf "heartbeat: nightly\n\turl http://127.0.0.1:3001/api/push/handed-over\n" >/etc/allclear/agent-priv.conf && chmod 600 /etc/allclear/agent-priv.conf'
in_host systemctl restart allclear.service
until_true 10 active
before=$(beats /handed-over)
play one 101 >/dev/null
if until_true 10 beats_are /handed-over $((before + 1)); then say "a push URL in agent-priv.conf is handed over" ok; else
    say "a push URL in agent-priv.conf is handed over" FAIL "$(beats /handed-over) beats"
fi
in_host mv /root/agent-priv.conf /etc/allclear/agent-priv.conf
in_host systemctl restart allclear.service
until_true 10 active
