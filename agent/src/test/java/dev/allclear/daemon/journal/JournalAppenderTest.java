package dev.allclear.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JournalAppenderTest {
    private static final ILoggingEvent EVENT =
            Logged.at(Level.INFO, "an event", new KeyValuePair("ALLCLEAR_TYPE", "gc"));
    private static final ILoggingEvent LINE = Logged.at(Level.INFO, "a line");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final List<List<byte[]>> entries = new ArrayList<>();
    private int looks;
    private @Nullable String failure;

    @BeforeEach
    void startLines() {
        lines.start();
    }

    private JournalAppender over(Sender.Opening journal) {
        JournalAppender appender = new JournalAppender(lines, () -> {
            looks++;
            return journal.open();
        });
        appender.setContext(Logged.CONTEXT);
        appender.start();
        return appender;
    }

    private JournalAppender overAJournal() {
        return over(() -> entry -> {
            if (failure != null) {
                throw new IOException(failure);
            }
            entries.add(entry);
        });
    }

    private List<String> words() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void looksForNoJournalBeforeTheFirstEvent() {
        overAJournal().doAppend(LINE);
        assertThat(looks).isZero();
        assertThat(words()).containsExactly("a line");
    }

    @Test
    void givesAnEventToTheJournalAlone() {
        overAJournal().doAppend(EVENT);
        assertThat(entries).hasSize(1);
        assertThat(words()).isEmpty();
    }

    @Test
    void looksOnce() {
        JournalAppender appender = over(() -> null);
        appender.doAppend(EVENT);
        appender.doAppend(EVENT);
        assertThat(looks).isEqualTo(1);
        assertThat(words()).containsExactly("an event", "an event");
    }

    @Test
    void saysOnceThatTheLibraryIsMissing() {
        JournalAppender appender = over(() -> {
            throw new IOException("no library");
        });
        appender.doAppend(EVENT);
        appender.doAppend(EVENT);
        assertThat(words()).hasSize(3).element(0).asString().contains("no library");
        assertThat(words().subList(1, 3)).containsExactly("an event", "an event");
    }

    @Test
    void saysTheSameFailureOnceAndAnotherAgain() {
        JournalAppender appender = overAJournal();
        for (String reason : List.of("refused", "refused", "full")) {
            failure = reason;
            appender.doAppend(EVENT);
        }
        assertThat(words()).hasSize(5);
        assertThat(words().get(0)).contains(": refused.");
        assertThat(words().subList(1, 3)).containsExactly("an event", "an event");
        assertThat(words().get(3)).contains(": full.");
    }

    @Test
    void triesTheJournalAgainAfterAFailure() {
        JournalAppender appender = overAJournal();
        failure = "refused";
        appender.doAppend(EVENT);
        failure = null;
        appender.doAppend(EVENT);
        assertThat(entries).hasSize(1);
    }
}
