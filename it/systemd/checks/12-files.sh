# shellcheck shell=bash disable=SC2016,SC2034,SC2154
# Where the files are, who owns them, and who may read them.
expect "dpkg finds every file as it was packed" "" "$(in_host dpkg -V allclear | grep -v ' c /etc/allclear/agent.conf')"
expect "agent.conf is 0644, agent-priv.conf 0600, both root's" "644 root:root 600 root:root" \
    "$(in_host stat -c '%a %U:%G' /etc/allclear/agent.conf /etc/allclear/agent-priv.conf | tr '\n' ' ' | sed 's/ $//')"
expect "both are conffiles" 2 "$(in_host dpkg-query -W -f='${Conffiles}\n' allclear | grep -c /etc/allclear/)"
expect "nothing of it is setuid, writable for others, or not root's" "" \
    "$(in_host sh -c 'dpkg -L allclear | xargs -d "\n" -I{} find {} -maxdepth 0 \( -perm /6000 -o -perm -002 -o ! -user root \) ! -type l ! -path /tmp')"
lib=$(in_host du -cb /usr/share/allclear/lib /usr/lib/allclear | awk '$2 == "total" { print $1 }')
if [ "$lib" -le 16777216 ]; then say "class path and natives are at most 16 MB" ok "$lib bytes"; else say "class path and natives are at most 16 MB" FAIL "$lib bytes"; fi
figure "package" "$(stat -c %s "$deb" | awk '{ printf "%.1f MB", $1 / 1e6 }')"
figure "class path and natives, installed" "$(echo "$lib" | awk '{ printf "%.1f MB", $1 / 1e6 }')" "16 MB"
if command -v lintian >/dev/null 2>&1 || apt-get install -y -qq --no-install-recommends lintian >/dev/null 2>&1; then
    lintian=$(lintian --allow-root --tag-display-limit 0 "$deb" 2>&1 | grep '^[EW]:')
    [ "$(id -u)" -ne 0 ] || lintian=$(sed '/running with root privileges/d' <<<"$lintian")
    expect "lintian finds no error and no warning" "" "$lintian"
else
    say "lintian could not be installed here, and was not asked" ok
fi
