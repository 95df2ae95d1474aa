# shellcheck shell=bash disable=SC2016,SC2034,SC2154
# The variant with its own Java, on a host that has none.
if [ ! -e "$bundled" ]; then
    say "the bundled variant was not built; type: mvn -Pbundled package" ok
    return 0
fi
usual=$box
box=$box-bare
"$boot" up "$box" bare
proxmox
kuma_up
expect "this host has no Java" "" "$(in_host sh -c 'command -v java')"
put "$bundled" /root/bundled.deb
in_host apt-get install -y -q /root/bundled.deb >"$dir/bundled.log" 2>&1
expect "apt-get installs the bundled variant" 0 $?
until_true 10 active
expect "it runs with its own Java" "active /usr/lib/allclear/jre/bin/java" \
    "$(property ActiveState) $(in_host sh -c 'readlink "/proc/$1/exe"' sh "$(property MainPID)")"
expect "and with archives of its classes" 2 "$(in_host sh -c 'ls /var/cache/allclear/*.jsa | wc -l')"
configure <<CONF
heartbeat: nightly
	task vzdump
	url http://127.0.0.1:3001/api/push/nightly
CONF
play one 101 >/dev/null
until_true 10 beats_are /nightly 1
expect "a backup task's all-clear is pushed once" 1 "$(beats /nightly)"
broken=
for command in version status check events deliveries "replay --since 1d" "match --help"; do
    # shellcheck disable=SC2086 # words
    in_host allclear $command >"$dir/bundled.log" 2>&1
    ! grep -q -e NoClassDefFound -e ClassNotFound -e UnsatisfiedLink -e 'at java\.' -e 'Exception in' "$dir/bundled.log" || broken="$broken $command"
done
expect "no command misses a class" "" "$broken"
size=$(stat -c %s "$bundled")
if [ "$size" -le 45000000 ]; then say "the bundled package is at most 45 MB" ok "$size bytes"; else say "the bundled package is at most 45 MB" FAIL "$size bytes"; fi
figure "bundled package" "$(echo "$size" | awk '{ printf "%.1f MB", $1 / 1e6 }')" "45 MB"
"$boot" down "$box"
box=$usual
