package dev.allclear.config;

import dev.allclear.config.HeartbeatConf.Kind;
import dev.allclear.config.HeartbeatConf.Method;
import java.util.List;
import java.util.Locale;

/** Reads of a heartbeat's stanza to whose push monitor it pushes, and how. For one use by one thread. */
final class MonitorReader {
    private final Section section;
    private final boolean disabled;
    private final PrivateFile secrets;
    private final PushUrlRule kuma;
    private final Findings findings;
    private final Kind kind;
    private boolean toFillIn;

    /** @param kuma what a push URL of Uptime Kuma must look like */
    MonitorReader(Section section, boolean disabled, PrivateFile secrets, PushUrlRule kuma, Findings findings) {
        this.section = section;
        this.disabled = disabled;
        this.secrets = secrets;
        this.kuma = kuma;
        this.findings = findings;
        this.kind = section.value("kind")
                .map(word -> Kind.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Kind.KUMA);
    }

    Kind kind() {
        return kind;
    }

    Secret url() {
        Secret url = secrets.secret(
                section, "url", "every user of this host can read this push URL and push with it", this::judge);
        return url.reveal().strip().equals(HeartbeatConf.FILL_IN) ? Secret.NONE : url;
    }

    /** Whether a placeholder stands where the URL belongs; that was complained of. */
    boolean isToFillIn() {
        return toFillIn;
    }

    /** The URL is never shown: all of these monitors know who pushes by the URL alone, or nearly so. */
    private void judge(String url, String file, int line) {
        if (url.strip().equals(HeartbeatConf.FILL_IN)) {
            toFillIn = true;
            if (!disabled) {
                findings.toFillIn(
                        file,
                        line,
                        "the push URL of '" + section + "' is still to be filled in: its runs are judged and nothing is"
                                + " pushed",
                        "write the push URL from the monitor's page in the place of " + HeartbeatConf.FILL_IN);
            }
        } else if (kind == Kind.KUMA) {
            kuma.fault(url).ifPresent(why -> fault(file, line, "url: " + why, ""));
        } else {
            HttpUrl.fault(url).ifPresent(fault -> fault(file, line, "url " + fault.why(), fault.instead()));
        }
    }

    private void fault(String file, int line, String message, String suggestion) {
        findings.add(new Problem(file, line, Problem.Kind.INVALID_VALUE, message, suggestion));
    }

    Secret token() {
        Secret token = secrets.secret(
                section,
                "token",
                "every user of this host can read this token and push with it",
                (text, file, line) -> {});
        if (kind == Kind.GATUS && token.isEmpty() && !disabled) {
            findings.fault(
                    section.line("kind"),
                    Problem.Kind.MISSING_REQUIRED,
                    "'" + section + "' has no 'token', and Gatus takes no push without one",
                    "add a line 'token' under the same header in " + secrets.name()
                            + ", with the token of the external endpoint");
        }
        return token;
    }

    Method method() {
        warnOfNoEffect();
        Method method = Method.valueOf(section.value("method").orElse("get").toUpperCase(Locale.ROOT));
        if (method == Method.PUT && kind != Kind.GENERIC) {
            findings.fault(
                    section.line("method"),
                    Problem.Kind.INVALID_VALUE,
                    "method 'put' of '" + section + "' is possible only with 'kind generic'",
                    "write get or post");
        }
        return method;
    }

    private void warnOfNoEffect() {
        for (String key : List.of("token", "expect-body")) {
            Kind only = key.equals("token") ? Kind.GATUS : Kind.GENERIC;
            if (kind != only && section.value(key).isPresent()) {
                findings.warn(
                        section.line(key),
                        "'" + key + "' of '" + section + "' has no effect: only 'kind "
                                + only.name().toLowerCase(Locale.ROOT) + "' uses it",
                        "remove the line");
            }
        }
    }
}
