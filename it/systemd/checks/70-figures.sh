# shellcheck shell=bash disable=SC2016,SC2034,SC2154
# What the service costs and how quick it is, for the table at the end. Slow machines make slow figures: nothing fails here.
# MB are MiB, as in it/bench.
memory() { # WHEN
    local pid group total=-
    pid=$(property MainPID)
    group=$("$boot" cgroup "$box")$(property ControlGroup)
    if [ -e "$group/memory.stat" ]; then
        total=$(awk '$1 == "total_rss" || $1 == "anon" { printf "%.1f MB", $2 / 1048576 }' "$group/memory.stat")
    fi
    figure "RSS $1" "$(in_host awk '$1 == "VmRSS:" { printf "%.1f MB", $2 / 1024 }' "/proc/$pid/status")" "60 MB"
    figure "  of it anonymous" "$(in_host awk '$1 == "RssAnon:" { printf "%.1f MB", $2 / 1024 }' "/proc/$pid/status")" "26 MB"
    figure "  the cgroup's total_rss" "$total"
}
ticks() { in_host awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$(property MainPID)/stat"; }
ms() { awk -v ns="$1" 'BEGIN { printf "%.0f ms", ns / 1e6 }'; }
median() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }
said_ready() { in_host sh -c 'journalctl -u allclear --since "@$1" -o cat | grep -q "^ready"' sh "$1"; }

configure <<'CONF'
heartbeat: nightly
	task vzdump
	url http://127.0.0.1:3001/api/push/nightly
CONF
starts=()
for _ in 1 2 3 4 5; do
    in_host systemctl restart allclear.service
    until_true 10 active
    starts+=("$((($(property ActiveEnterTimestampMonotonic) - $(property ExecMainStartTimestampMonotonic)) * 1000))")
done
figure "start to READY (median of 5)" "$(ms "$(printf '%s\n' "${starts[@]}" | median)")" "300 ms"
sleep 3
memory "after start"
played=$(play night /root/recorded)
play one 150 >/dev/null
sleep 3
memory "after a night of $played tasks"
spent=$(ticks)
sleep 60
spent=$(($(ticks) - spent))
figure "idle CPU over 60 s" "$(awk -v t="$spent" 'BEGIN { printf "%.3f %%", t / 60 }')" "0.05 %"
memory "after 60 s idle"
ended=$(play one 151)
before=$(beats /nightly)
until_true 5 in_host sh -c 'tail -1 /run/beats | awk -v end="$1" "{ exit !(\$1 > end) }"' sh "$ended"
seen=$(in_host sh -c 'tail -1 /run/beats')
delay=$((${seen%% *} - ended))
figure "a task's end to its push, first of the night" "$(ms "$delay")" "50 ms"
if [ "$delay" -gt 0 ] && [ "$delay" -lt 2000000000 ]; then say "the first push of the night comes within 2 s" ok; else say "the first push of the night comes within 2 s" FAIL "$(ms "$delay")"; fi
walls=()
for _ in 1 2 3 4 5; do
    walls+=("$(in_host python3 -c 'import subprocess, time
begin = time.time_ns()
subprocess.run(["allclear", "status"], stdout=subprocess.DEVNULL, check=False)
print(time.time_ns() - begin)')")
done
figure "allclear status (median of 5)" "$(ms "$(printf '%s\n' "${walls[@]}" | median)")" "250 ms"
killed=$(in_host sh -c 'cut -d" " -f1 /proc/uptime')
restarts=$(property NRestarts)
in_host kill -9 "$(property MainPID)"
restarted() { [ "$(property NRestarts)" -gt "$restarts" ] && active; }
until_true 30 restarted
figure "kill -9 to READY again, RestartSec= included" \
    "$(awk -v from="$killed" -v to="$(property ActiveEnterTimestampMonotonic)" 'BEGIN { printf "%.0f ms", to / 1e3 - from * 1e3 }')"
expect "after kill -9 it is back" active "$(property ActiveState)"
