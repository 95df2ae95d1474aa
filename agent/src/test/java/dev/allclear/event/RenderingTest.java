package dev.allclear.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.event.Block.Fact;
import dev.allclear.event.Block.Facts;
import dev.allclear.event.Block.Heading;
import dev.allclear.event.Block.Link;
import dev.allclear.event.Block.Log;
import dev.allclear.event.Block.Paragraph;
import dev.allclear.event.Block.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RenderingTest {

    private static final List<Block> EVERY_KIND = List.of(
            new Facts(List.of(new Fact("Job ID", "v-1"), new Fact("Datastore", "vault"), new Fact("Remote", ""))),
            new Paragraph("Verification successful."),
            new Heading("Details"),
            new Table(
                    List.of("VMID", "Name", "Status"),
                    List.of(List.of("100", "web-server", "ok"), List.of("9", "b", ""))),
            new Log("first\nlast"),
            new Link("Please see", "https://pbs1:8007/#DataStore-vault"));

    @Test
    void writesPlainTextInTheShapeOfProxmox() {
        assertThat(PlainText.of(EVERY_KIND)).isEqualTo("""
                Job ID:    v-1
                Datastore: vault
                Remote:

                Verification successful.

                Details
                =======
                VMID    Name          Status
                100     web-server    ok
                9       b

                first
                last


                Please see:

                <https://pbs1:8007/#DataStore-vault>
                """);
    }

    @Test
    void anEventWithoutABodyHasNoText() {
        assertThat(PlainText.of(event("t", List.of()))).isEmpty();
    }

    @Test
    void writesTablesAndLogsAsSuchInHtml() {
        assertThat(Html.of(event("All well", EVERY_KIND)))
                .contains("<title>All well</title>", ">100</td>", ">VMID</th>", ">first\nlast</pre>")
                .contains("<a href=\"https://pbs1:8007/#DataStore-vault\">");
    }

    @Test
    void escapesWhatOthersChoseInHtml() {
        String hostile = "<script>alert(\"&'\")</script>\u001b[31m\u202e";
        List<Block> body = List.of(
                new Heading(hostile),
                new Paragraph(hostile),
                new Facts(List.of(new Fact(hostile, hostile))),
                new Table(List.of(hostile), List.of(List.of(hostile))),
                new Log(hostile),
                new Link(hostile, "https://x/" + hostile),
                new Link(hostile, "javascript:" + hostile));
        assertThat(Html.of(event(hostile, body)))
                .doesNotContain("<script", "\u001b", "\u202e", "alert(\"", "href=\"javascript")
                .contains("&lt;script&gt;alert(&quot;&amp;&#39;&quot;)");
    }

    @Test
    void aNameWithLineBreaksStaysOnItsLine() {
        String text =
                PlainText.of(List.of(new Table(List.of("Name"), List.of(List.of("a\nSubject: b\r\nc\u0000\u001b")))));
        assertThat(text).isEqualTo("Name\na Subject: b c\uFFFD\uFFFD\n");
    }

    @Test
    void halfACharacterIsNotPassedOn() {
        assertThat(PlainText.of(List.of(new Paragraph("a\ud83db \ud83d\ude00"))))
                .isEqualTo("a\uFFFDb \ud83d\ude00\n");
    }

    @Test
    void aVeryLongNameDoesNotPadEveryRow() {
        List<List<String>> rows = List.of(List.of("x".repeat(10_000), "a"), List.of("y", "b"));
        assertThat(PlainText.of(List.of(new Table(List.of("Name", "Status"), rows))))
                .hasSizeLessThan(10_300);
    }

    private static Event event(String title, List<Block> body) {
        return new Event("id", Severity.INFO, Instant.EPOCH, new TreeMap<>(Map.of("type", "x")), title, body);
    }
}
