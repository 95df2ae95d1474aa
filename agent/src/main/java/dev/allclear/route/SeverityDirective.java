package dev.allclear.route;

import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** {@code match-severity}: a list of severities, of which the event must have one. There is no "at least". */
record SeverityDirective(String text, Set<Severity> severities) implements Directive {
    static final String KEY = "match-severity";

    SeverityDirective {
        severities = Set.copyOf(severities);
    }

    static SeverityDirective read(String text) throws BadDirectiveException {
        Set<Severity> found = EnumSet.noneOf(Severity.class);
        for (String part : text.split(",", -1)) {
            String word = Blanks.trim(part);
            found.add(Severity.of(word).orElseThrow(() -> refused(word)));
        }
        return new SeverityDirective(text, found);
    }

    private static BadDirectiveException refused(String word) {
        if (word.isEmpty()) {
            return new BadDirectiveException(
                    "the list has a place without a word", "one or more of info,notice,warning,error,unknown");
        }
        String lower = word.toLowerCase(Locale.ROOT);
        String advice = Severity.of(lower).isPresent() ? lower : "one or more of info,notice,warning,error,unknown";
        return new BadDirectiveException("'" + word + "' is no severity", advice);
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public boolean fits(Event event, ZoneId zone) {
        return severities.contains(event.severity());
    }

    @Override
    public String seen(Event event, ZoneId zone) {
        return "the severity is " + event.severity().word();
    }
}
