package dev.allclear.deliver.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What handlebars-rs and the helpers of Proxmox do, and Handlebars.java is brought to do. */
class TemplateTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private static final Map<String, Object> DATA = data();

    private static Map<String, Object> data() {
        Map<String, Object> guest = new HashMap<>();
        guest.put("VMID", "100");
        guest.put("Name", "web <1>");
        guest.put("File", null);
        Map<String, Object> data = new HashMap<>();
        data.put("title", "T & <b>");
        data.put("message", "m");
        data.put("number", 42L);
        data.put("nought", 0L);
        data.put("yes", true);
        data.put("no", false);
        data.put("empty", List.of());
        data.put("list", List.of("a", "b", "c"));
        data.put("words", "ü€");
        data.put("fields", new TreeMap<>(Map.of("type", "gc", "job-id", "j 1", "null", "n")));
        data.put("guests", List.of(new TreeMap<>(guest)));
        data.put("nothing", null);
        return data;
    }

    private static String render(String source) throws TemplateFault {
        return Template.text("body", source, ZONE).render(DATA);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '~',
            value = {
                "{{title}} → T & <b>",
                "{{{title}}}{{&title}} → T & <b>T & <b>",
                "a{{nope}}b{{title.length}}{{number.x}}c{{nope.x.y}}{{nothing}} → abc",
                "{{yes}} {{no}} {{nought}} → true false 0",
                "{{fields}} {{list}} → [object] [a, b, c]",
                "{{fields.job-id}} {{fields.[job-id]}} {{lookup fields \"job-id\"}} → j 1 j 1 j 1",
                "{{lookup list 1}}{{lookup list 9}}{{lookup nope 1}} → b",
                "{{#with fields}}{{type}}{{title}}{{@root.number}}{{../number}}{{/with}} → gc4242",
                "{{#with nope}}x{{else}}none{{/with}} → none",
                "{{#each list}}{{@index}}{{this}}{{#unless @last}},{{/unless}}{{/each}} → 0a,1b,2c",
                "{{#each fields as |v k|}}{{k}}={{v}};{{/each}} → job-id=j 1;null=n;type=gc;",
                "{{#each list as |v i|}}{{i}}{{v}}{{/each}} → 0a1b2c",
                "{{#each list}}{{title}}{{../message}}{{/each}} → mmm",
                "{{#each empty}}x{{else}}none{{/each}} → none",
                "{{#each title}}x{{else}}none{{/each}} → none",
                "{{#if nought}}y{{else}}n{{/if}}{{#if nought includeZero=true}}y{{/if}} → ny",
                "{{#if empty}}y{{else if yes}}z{{else}}n{{/if}} → z",
                "{{#if (and yes (not no))}}y{{/if}}{{#if (or no nope)}}z{{/if}} → y",
                "{{#if (gt number 41)}}a{{/if}}{{#if (lte number 41)}}b{{/if}}{{#if (gte \"42\" number)}}c{{/if}} → ac",
                "{{eq number 42}} {{ne title \"x\"}} {{eq number \"42\"}} {{lt \"a\" \"b\"}} → true true false true",
                "{{#eq message \"m\"}}same{{else}}other{{/eq}} → same",
                "{{len words}} {{len list}} {{len fields}} {{len number}} → 5 3 3 0",
                "{{json nope}} {{json nothing}} {{json yes}} {{json list}} → null null true [\"a\",\"b\",\"c\"]",
                "{\"f\":{{json fields.type}}} → {\"f\":\"gc\"}",
                "{\"f\":{\"g\":{{json number}}}} → {\"f\":{\"g\":42}}",
                "{\"f\":{{~ json list ~}} } → {\"f\":[\"a\",\"b\",\"c\"]}",
                "{{log title}}{{! nothing }}{{!-- no }} thing --}}x → x",
                "\\{{title}} {{title}} → {{title}} T & <b>",
                "{{url-encode words}} → %C3%BC%E2%82%AC",
                "{{url-encode \"a b/c?d=%~-._\"}} → a%20b%2Fc%3Fd%3D%25~-._",
                "{{json 'it\"s'}} {{json 1.5}} {{json -3}} → \"it\\\"s\" 1.5 -3",
            })
    void rendersLikeProxmox(String source, String expected) throws TemplateFault {
        assertThat(render(source)).isEqualTo(expected);
    }

    @Test
    void takesOutTheLinesOfBlocks() throws TemplateFault {
        assertThat(render("a\n{{#if yes}}\nb\n  {{else}}\nc\n{{/if}}\n{{! note }}\nd\n"))
                .isEqualTo("a\nb\nd\n");
    }

    @Test
    void keepsTheLinesOfValues() throws TemplateFault {
        assertThat(render("{{message}}\n{{nope}}\nx")).isEqualTo("m\n\nx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{nohelper title}}",
                "{{#nohelper}}x{{/nohelper}}",
                "{{#nohelper title}}x{{/nohelper}}",
                "{{#if yes}}",
                "{{/if}}",
                "{{title",
                "{{{title}}",
                "{{#if yes}}x{{/each}}",
                "{{escape number}}",
                "{{escape nope}}",
                "{{escape}}",
                "{{json}}",
                "{{eq number}}",
                "{{#if}}x{{/if}}",
                "{{#each}}x{{/each}}",
                "{{url-encode fields}}",
                "{{> other}}",
                "{{> ../../etc/passwd}}",
                "{{include \"x\"}}",
                "{{precompile \"x\"}}",
                "{{json (nohelper 1)}}"
            })
    void refusesWhatProxmoxRefuses(String source) {
        assertThatThrownBy(() -> render(source)).isInstanceOf(TemplateFault.class);
    }

    @Test
    void namesTheTemplateAndThePlaceOfAFault() {
        assertThatThrownBy(() -> render("{\n {\"a\":{{json title}}} {{escape number}}"))
                .hasMessage("template body, line 2, column 25: the helper escape needs a text, and was given a number");
    }

    @Test
    void neverQuotesTheTemplateInAFault() {
        assertThatThrownBy(() -> render("s3cr3t-token {{#if x}} s3cr3t-token"))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("s3cr3t"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1000000, 976.563 KiB",
        "1234803098, 1.15 GiB",
        "1073741824, 1 GiB",
        "'1024', 1 KiB",
        "-1, ERROR",
        "x, ERROR"
    })
    void writesBytesInBinaryUnits(String bytes, String expected) throws TemplateFault {
        assertThat(Template.text("t", "{{human-bytes v}}", ZONE).render(Map.of("v", bytes)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "98, 1m 38s", "90061, 1d 1h 1m 1s", "-5, ERROR", "x, ERROR"})
    void writesDurationsInWords(String seconds, String expected) throws TemplateFault {
        assertThat(Template.text("t", "{{duration v}}", ZONE).render(Map.of("v", seconds)))
                .isEqualTo(expected);
    }

    @Test
    void writesTimesInTheZoneOfTheHost() throws TemplateFault {
        assertThat(render("{{timestamp 1795248000}} {{timestamp title}}")).isEqualTo("2026-11-21 09:00:00 ERROR");
    }

    @Test
    void writesPercentages() throws TemplateFault {
        assertThat(render("{{relative-percentage 1 2}} {{relative-percentage 1 nought}}"))
                .isEqualTo("50.00% -");
    }

    @Test
    void alignsTheColumnsOfTables() throws TemplateFault {
        assertThat(render("{{table guests}}")).isEqualTo("File    Name       VMID    \nnull    web <1>    100     \n");
    }

    @Test
    void takesTablesInTheShapeOfProxmox() throws TemplateFault {
        Map<String, Object> column = Map.of("label", "Size", "id", "size", "renderer", "human-bytes");
        Map<String, Object> table =
                Map.of("schema", Map.of("columns", Arrays.asList(column)), "data", List.of(Map.of("size", 2048L)));
        assertThat(Template.text("t", "{{table t}}", ZONE).render(Map.of("t", table)))
                .isEqualTo("Size     \n2 KiB    \n");
    }

    @Test
    void writesObjectsOverSeveralLines() throws TemplateFault {
        assertThat(render("{{object fields}}"))
                .isEqualTo("{\n  \"job-id\": \"j 1\",\n  \"null\": \"n\",\n  \"type\": \"gc\"\n}\n");
    }

    @Test
    void escapesForHtml() throws TemplateFault {
        String source = "{{title}} {{{title}}} {{table guests}}{{#each list}}{{#if @first}}<i>{{/if}}{{/each}}";
        assertThat(Template.html("h", source, ZONE).render(DATA))
                .startsWith("T &amp; &lt;b&gt; T & <b> <table")
                .contains("<td>web &lt;1&gt;</td>")
                .endsWith("<i>");
    }
}
