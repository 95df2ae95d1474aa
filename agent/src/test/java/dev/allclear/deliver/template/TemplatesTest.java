package dev.allclear.deliver.template;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.allclear.event.Block;
import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Texts of events with the administrator's own templates. */
class TemplatesTest {
    @TempDir
    Path directory;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Templates.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
    }

    private static Event event(String type, Severity severity) {
        return new Event(
                "id",
                severity,
                Instant.ofEpochSecond(1795248000),
                new TreeMap<>(Map.of("type", type, "datastore", "store1")),
                "Built-in title",
                List.of(
                        new Block.Facts(List.of(new Block.Fact("Job ID", "j1"))),
                        new Block.Table(
                                List.of("VMID", "Status"), List.of(List.of("100", "ok"), List.of("101", "<err>"))),
                        new Block.Log("INFO: a"),
                        new Block.Log("ERROR: b")));
    }

    private Templates templates() {
        return new Templates(directory, e -> "built-in text", e -> "<p>built-in</p>", ZoneOffset.UTC);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    @Test
    void usesTheBuiltInTextsWithoutTemplates() {
        Event event = event("gc", Severity.INFO);
        assertThat(List.of(
                        templates().subject(event),
                        templates().plain(event),
                        templates().html(event)))
                .containsExactly("Built-in title", "built-in text", "<p>built-in</p>");
    }

    @Test
    void givesTemplatesTheFactsTablesAndLog() throws IOException {
        write("vzdump-body.txt.hbs", """
                {{title}} {{severity}} {{type}} {{timestamp timestamp}} {{fields.datastore}} {{facts.[Job ID]}}
                {{#each tables}}
                {{#each this}}
                {{VMID}}:{{Status}}
                {{/each}}
                {{/each}}
                {{log}}
                {{message}}
                """);
        assertThat(templates().plain(event("vzdump", Severity.ERROR))).isEqualTo("""
                Built-in title error vzdump 2026-11-21 08:00:00 store1 j1
                100:ok
                101:<err>
                INFO: a
                ERROR: b
                built-in text
                """);
    }

    @Test
    void escapesValuesInHtmlTemplates() throws IOException {
        write(
                "vzdump-body.html.hbs",
                "{{table (lookup tables 0)}}{{#each tables}}{{#each this}}{{Status}}{{/each}}{{/each}}");
        assertThat(templates().html(event("vzdump", Severity.ERROR)))
                .contains("<td>&lt;err&gt;</td>")
                .endsWith("ok&lt;err&gt;");
    }

    @Test
    void makesTheHtmlOutOfATextTemplateThatStandsAlone() throws IOException {
        write("gc-body.txt.hbs", "own <text>");
        assertThat(templates().html(event("gc", Severity.INFO))).contains("<pre>\nown &lt;text&gt;\n</pre>");
    }

    @Test
    void makesOneLineOfASubject() throws IOException {
        write("gc-subject.txt.hbs", "GC of\n{{fields.datastore}}\n");
        assertThat(templates().subject(event("gc", Severity.INFO))).isEqualTo("GC of store1");
    }

    @Test
    void prefersTheNamesForSuccessAndFailure() throws IOException {
        write("gc-subject.txt.hbs", "any");
        write("gc-ok-subject.txt.hbs", "good");
        write("gc-err-subject.txt.hbs", "bad");
        assertThat(List.of(
                        templates().subject(event("gc", Severity.WARNING)),
                        templates().subject(event("gc", Severity.ERROR))))
                .containsExactly("good", "bad");
    }

    @Test
    void knowsVerificationsByTheNameOfProxmoxFiles() throws IOException {
        write("verify-err-subject.txt.hbs", "verify failed");
        assertThat(templates().subject(event("verification", Severity.ERROR))).isEqualTo("verify failed");
    }

    @Test
    void fallsBackAndSaysOnceThatATemplateIsBroken() throws IOException {
        write("gc-body.txt.hbs", "{{#if x}}");
        Templates templates = templates();
        for (int i = 0; i < 3; i++) {
            assertThat(templates.plain(event("gc", Severity.INFO))).isEqualTo("built-in text");
        }
        assertThat(log.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getFormattedMessage())
                        .contains("gc-body.txt.hbs", "line 1", "built-in text is sent instead"));
    }

    @Test
    void saysThatAMendedTemplateWorksAgain() throws IOException {
        write("gc-body.txt.hbs", "{{nohelper title}}");
        Templates templates = templates();
        templates.plain(event("gc", Severity.INFO));
        write("gc-body.txt.hbs", "fine");
        assertThat(templates.plain(event("gc", Severity.INFO))).isEqualTo("fine");
        assertThat(log.list.get(1).getFormattedMessage()).contains("works again");
    }

    @Test
    void neverLeavesTheDirectory() throws IOException {
        Path inner = Files.createDirectory(directory.resolve("inner"));
        write("gc-subject.txt.hbs", "outside");
        Templates templates = new Templates(inner, e -> "", e -> "", ZoneOffset.UTC);
        assertThat(templates.subject(event("../gc", Severity.INFO))).isEqualTo("Built-in title");
    }
}
