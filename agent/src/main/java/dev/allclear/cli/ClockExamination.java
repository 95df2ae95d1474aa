package dev.allclear.cli;

import dev.allclear.daemon.ApiTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** Looks at clocks: that of this host, and those of the sources. */
final class ClockExamination {
    /** Answers tell their time in seconds, and take some themselves. */
    private static final Duration EQUAL = Duration.ofSeconds(10);

    /** From here on a run seems to begin before it is due, or after its grace. */
    private static final Duration HARMLESS = Duration.ofMinutes(2);

    private static final Duration HALF_A_YEAR = Duration.ofDays(182);

    private final Instant now;
    private final ZoneId zone;
    private final List<Finding> findings;

    /** @param zone of this host */
    ClockExamination(Instant now, ZoneId zone, List<Finding> findings) {
        this.now = now;
        this.zone = zone;
        this.findings = findings;
    }

    /** @param root the directory that stands for {@code /} */
    void ofThisHost(Path root) {
        boolean systemd = Files.isDirectory(root.resolve("run/systemd/system"));
        boolean container = Files.exists(root.resolve("run/systemd/container"));
        boolean kept = Stream.of(
                        "run/systemd/timesync/synchronized",
                        "run/chrony/chronyd.pid",
                        "run/chronyd.pid",
                        "run/ntpd.pid",
                        "run/openntpd.pid")
                .anyMatch(file -> Files.exists(root.resolve(file)));
        if (kept) {
            findings.add(Finding.ok("this host's clock is kept by a time service; time zone " + zone));
        } else if (systemd && !container) {
            findings.add(
                    Finding.warning("no time service keeps this host's clock (chrony, systemd-timesyncd, ntpd): due"
                            + " times and windows go wrong with it; type: apt install chrony"));
        }
    }

    void ofSource(String source, ApiTime time) {
        Duration apart = time.ahead().abs();
        String text = "source " + source + ": its clock is " + apart.toSeconds() + " s "
                + (time.ahead().isNegative() ? "behind" : "ahead of") + " this host's";
        if (apart.compareTo(EQUAL) <= 0) {
            findings.add(Finding.ok("source " + source + ": its clock and this host's are the same"));
        } else if (apart.compareTo(HARMLESS) <= 0) {
            findings.add(Finding.warning(text + ": look at `timedatectl` on both"));
        } else {
            findings.add(Finding.problem(text + ", so runs seem to begin early or late and are called missed: look at"
                    + " `timedatectl` on both, and let a time service set the wrong one"));
        }
        if (time.zone() != null && !sameTimes(time.zone())) {
            findings.add(
                    Finding.warning("source " + source + ": node " + time.node() + " has the time zone " + time.zone()
                            + ", this host " + zone
                            + ": schedules are meant there and reckoned here, so runs are expected at the"
                            + " wrong hour; type here: timedatectl set-timezone " + time.zone()));
        }
    }

    /** In summer and in winter; a zone that nobody knows here proves nothing. */
    private boolean sameTimes(String theirs) {
        try {
            ZoneId other = ZoneId.of(theirs);
            return Stream.of(now, now.plus(HALF_A_YEAR))
                    .allMatch(at -> offset(zone, at).equals(offset(other, at)));
        } catch (DateTimeException e) {
            return true;
        }
    }

    private static ZoneOffset offset(ZoneId zone, Instant at) {
        return zone.getRules().getOffset(at);
    }
}
