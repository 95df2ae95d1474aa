# Sourced by the scripts beside it: finds or installs what a build needs. Debian 12 or newer.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# need PACKAGE COMMAND...: notes the Debian package if one of its commands is not there.
missing=()
need() {
    local package=$1 command
    shift
    for command in "$@"; do
        if ! command -v "$command" >/dev/null 2>&1; then
            missing+=("$package")
            return
        fi
    done
}

# Installs what was noted, or says in one line what to type.
install_missing() {
    [ ${#missing[@]} -eq 0 ] && return
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "installing from Debian: ${missing[*]}"
        DEBIAN_FRONTEND=noninteractive apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
        missing=()
    else
        echo "missing: ${missing[*]}; type: sudo apt-get install ${missing[*]}" >&2
        exit 1
    fi
}

need openjdk-17-jdk-headless java javac
need maven mvn
install_missing

java_version=$(javac -version 2>&1 | sed -E 's/^javac ([0-9]+).*/\1/')
if [ "$java_version" -lt 17 ]; then
    for home in /usr/lib/jvm/java-17-openjdk-*; do
        [ -x "$home/bin/javac" ] && export JAVA_HOME=$home PATH=$home/bin:$PATH
    done
    if [ "$(javac -version 2>&1 | sed -E 's/^javac ([0-9]+).*/\1/')" -lt 17 ]; then
        missing=(openjdk-17-jdk-headless)
        install_missing
        home=$(echo /usr/lib/jvm/java-17-openjdk-*)
        export JAVA_HOME=$home PATH=$home/bin:$PATH
    fi
fi

# What the tests of mails need, which are skipped without it: root, and a Postfix, of which they start another one of
# their own.
want_mail_server() {
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        return
    fi
    PATH=$PATH:/usr/sbin need postfix postfix
    PATH=$PATH:/usr/sbin need sasl2-bin saslpasswd2
    [ -e /usr/share/doc/libsasl2-modules ] || missing+=(libsasl2-modules)
    install_missing || echo "no Postfix could be installed, so the tests of mails are skipped" >&2
    missing=()
}

# What a look at the page in a browser needs, which is left out without it.
want_browser() {
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        return
    fi
    need nodejs node
    need npm npm
    need chromium chromium
    (install_missing) || echo "no browser could be installed" >&2
    missing=()
}

# unpack PACKAGE DIRECTORY: the files of a Debian package without its service.
unpack() {
    command -v apt-get >/dev/null 2>&1 || return
    mkdir -p "$2"
    (
        cd "$2" || exit
        apt-get download -qq "$1" || { apt-get update -qq && apt-get download -qq "$1"; }
        dpkg-deb -x ./*.deb .
        rm -f ./*.deb
    ) >/dev/null 2>&1
}

# What the tests of metrics and alert rules need, which are skipped without it. The environment variable PROMTOOL says
# where it is.
want_promtool() {
    local at=$root/it/target/promtool
    PROMTOOL=$(command -v promtool || echo "$at/usr/bin/promtool")
    export PROMTOOL
    [ -x "$PROMTOOL" ] || unpack prometheus "$at" || echo "no promtool could be fetched from Debian, so its tests are skipped" >&2
}

# The Alertmanager that a test talks to, which is skipped without it.
want_alertmanager() {
    local at=$root/it/target/alertmanager
    [ -x /usr/bin/prometheus-alertmanager ] || [ -x "$at/usr/bin/prometheus-alertmanager" ] \
        || unpack prometheus-alertmanager "$at" || echo "no Alertmanager could be fetched from Debian, so its test is skipped" >&2
}

# Packages the agent and the integration module if that was not done since the last change.
build_if_needed() {
    local stamp=$root/it/target/packaged
    if [ ! -e "$stamp" ] || [ ! -x "$root/agent/target/allclear/bin/allclear" ] \
        || [ -n "$(find "$root/pom.xml" "$root/agent/pom.xml" "$root/agent/src" "$root/it/pom.xml" "$root/it/src" -newer "$stamp" -print -quit)" ]; then
        echo "building allclear (the first time takes a few minutes)"
        (cd "$root" && mvn -B -q -ntp package -DskipTests -Djacoco.skip)
        touch "$stamp"
    fi
}
