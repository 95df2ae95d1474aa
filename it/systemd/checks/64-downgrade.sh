# shellcheck shell=bash disable=SC2016,SC2034,SC2154
# An older version is refused before anything is replaced; and the running one is left alone.
pid=$(property MainPID)
in_host dpkg -i /root/allclear.deb >"$dir/downgrade.log" 2>&1
expect "an older version is refused" 1 $?
expect "with a sentence that says what to do" 1 "$(grep -c 'is older than the installed .* To go back all the same' "$dir/downgrade.log")"
expect "and nothing happened to the running one" "$version+1 installed active $pid" \
    "$(in_host dpkg-query -W -f='${Version} ${db:Status-Status}' allclear) $(property ActiveState) $(property MainPID)"
expect "and no file of it was replaced" "" "$(in_host dpkg -V allclear | grep -v ' c /etc/allclear/')"
put "$(again "$deb" "$version+9" "" 99)" /root/newest.deb
in_host dpkg -i /root/newest.deb >/dev/null 2>&1
in_host env ALLCLEAR_DOWNGRADE=yes dpkg -i /root/newer.deb >"$dir/downgrade.log" 2>&1
expect "one that cannot read the ledger is refused in any case" "1 1" "$? $(grep -c 'cannot read the ledger' "$dir/downgrade.log")"
in_host sh -c 'echo 3 >/usr/share/allclear/schema'
in_host env ALLCLEAR_DOWNGRADE=yes dpkg -i /root/newer.deb >"$dir/downgrade.log" 2>&1
expect "one that can is installed when that is insisted on" "0 $version+1" "$? $(in_host dpkg-query -W -f='${Version}' allclear)"
until_true 10 active
expect "and runs" active "$(property ActiveState)"
