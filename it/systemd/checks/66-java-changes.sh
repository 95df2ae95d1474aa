# shellcheck shell=bash disable=SC2016,SC2034,SC2154
# When Debian's Java is upgraded, the class-data archive is made again, without anybody's doing.
jre=$(find "$dir/jre" -name 'openjdk-*-jre-headless_*.deb' | head -1)
put "$jre" /root/jre.deb
made=$(in_host sh -c 'stat -c %i:%Z /var/cache/allclear/allclear-*.jsa')
in_host dpkg -i --force-unsafe-io /root/jre.deb >"$dir/java.log2" 2>&1
expect "dpkg installs Java again" 0 $?
again=$(in_host sh -c 'stat -c %i:%Z /var/cache/allclear/allclear-*.jsa')
if [ -n "$again" ] && [ "$again" != "$made" ]; then say "the class-data archive was made again" ok; else say "the class-data archive was made again" FAIL "$made, then $again"; fi
in_host sh -c 'rm -rf /var/cache/allclear; echo nonsense >/var/cache/allclear'
in_host dpkg-trigger --by-package=openjdk-17-jre-headless /usr/lib/jvm
in_host dpkg --triggers-only --pending >"$dir/java.log2" 2>&1
expect "where it cannot be made, nothing fails" "0 installed" "$? $(in_host dpkg-query -W -f='${db:Status-Status}' allclear)"
in_host systemctl restart allclear.service
expect "and the daemon starts without it" active "$(property ActiveState)"
in_host sh -c 'rm -f /var/cache/allclear; mkdir -p /var/cache/allclear; /usr/share/allclear/class-data-archive /usr/bin/allclear'
in_host systemctl restart allclear.service
