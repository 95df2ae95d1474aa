package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import dev.allclear.deliver.kuma.PushUrl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold for every text. */
class ParserPropertiesTest {
    /** Pieces of which nasty files are made: whole lines, parts of lines, and characters that split them. */
    private static final List<String> PIECES = List.of(
            "\n",
            "\n\n",
            "\r\n",
            "\t",
            "  ",
            " ",
            ":",
            "#",
            "{{",
            "}}",
            ",",
            "=",
            "\"",
            "%",
            "\u00a0",
            "\ufeff",
            "ä",
            "\ud83d\ude00",
            "\ud83d",
            "\u0000",
            "heartbeat: nightly\n",
            "pve: local\n",
            "pbs: local\n",
            "pbs: vault\n",
            "\tsource vault\n",
            "\trequire vault/sync:s1\n",
            "\trequire local/b\n",
            "\tself yes\n",
            "\tlocal yes\n",
            "\turl https://k:1\n",
            "\turl https://",
            "\ttoken t\n",
            "\ttoken-id a@b!c\n",
            "\tnode n1,n2\n",
            "ledger: main\n",
            "smtp: mail\n",
            "webhook: hook\n",
            "matcher: mm\n",
            "vzdump: backup-1\n",
            "\tjob b\n",
            "\ttask vzdump\n",
            "\turl http://k/api/push/x\n",
            "\turl http://[::1",
            "\tguests 101,102\n",
            "\tguests 99999999999\n",
            "\tmax-age 1h",
            "\tmsg {{job}}",
            "\tport 99999999999999999999\n",
            "\theader name=\"\\",
            "\tmode tls\n",
            "\tenabled 0\n",
            "\tcomment %C3%\n",
            "\tpath /\n",
            "\tdisable YES\n",
            "\tname xx\n",
            "\tserver s\n");

    @Test
    void noTextMakesAReaderThrow() {
        qt().withExamples(400)
                .forAll(strings().allPossible().ofLengthBetween(0, 200))
                .checkAssert(ParserPropertiesTest::readWithEveryReader);
    }

    @Test
    void noMixOfPiecesMakesAReaderThrow() {
        qt().withExamples(2000)
                .forAll(lists().of(integers().between(0, PIECES.size() - 1)).ofSizeBetween(0, 40))
                .checkAssert(picks -> readWithEveryReader(text(picks)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "0", ":", ".", "a.", "\t", " ", "\n", "{{", "{{a}}", "name=a,", "1h", "101,", "f:", "-"})
    void lengthDoesNotMakeAReaderThrow(String piece) {
        String half = piece.repeat(200_000 / piece.length());
        for (String start : List.of(
                "",
                "heartbeat: nightly\n\turl http://",
                "heartbeat: nightly\n\tmsg ",
                "heartbeat: nightly\n\tguests ",
                "heartbeat: nightly\n\tmax-age ",
                "webhook: hook\n\turl http://",
                "webhook: hook\n\turl http://[",
                "webhook: hook\n\theader ",
                "smtp: mail\n\tport ",
                "vzdump: a\n\tcomment ")) {
            readWithEveryReader(start + half);
        }
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        Random random = new Random(20261121);
        for (int i = 0; i < 500; i++) {
            String text = validFile(random);
            SectionConfig.Parsed first = SectionConfig.parse("a", text, NotificationSchema.PUBLIC);
            SectionConfig.Parsed again =
                    SectionConfig.parse("b", first.written().orElseThrow(), NotificationSchema.PUBLIC);
            assertThat(first.problems()).as(text).isEmpty();
            assertThat(again.problems()).as(text).isEmpty();
            assertThat(shape(again)).isEqualTo(shape(first));
        }
    }

    /** Type, name and values, without the line numbers, which change. */
    private static List<Object> shape(SectionConfig.Parsed parsed) {
        List<Object> shape = new ArrayList<>();
        for (Section section : parsed.sections()) {
            shape.add(section.toString());
            section.entries().keySet().forEach(key -> shape.add(key + section.values(key)));
        }
        return shape;
    }

    private static String validFile(Random random) {
        StringBuilder text = new StringBuilder();
        int stanzas = random.nextInt(6);
        for (int i = 0; i < stanzas; i++) {
            boolean matcher = random.nextBoolean();
            text.append(matcher ? "matcher" : "sendmail")
                    .append(blanks(random, 0))
                    .append(':');
            text.append(blanks(random, 0)).append("name-").append(i).append('\n');
            String key = matcher ? "match-field" : "mailto";
            for (int k = random.nextInt(4); k > 0; k--) {
                text.append(blanks(random, 1))
                        .append(key)
                        .append(blanks(random, 1))
                        .append(word(random));
                text.append(random.nextBoolean() ? "\r\n" : "\n");
            }
            if (random.nextBoolean()) {
                text.append("\tdisable ")
                        .append(List.of("1", "OFF", "Yes").get(random.nextInt(3)))
                        .append('\n');
            }
            if (random.nextBoolean()) {
                text.append(" comment ").append(word(random)).append('\n');
            }
            text.append("\n".repeat(1 + random.nextInt(3)));
        }
        return text.toString();
    }

    private static String blanks(Random random, int least) {
        return List.of("", " ", "\t", "  ", "\u00a0", "\u3000").get(least + random.nextInt(6 - least));
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder("w");
        for (int i = random.nextInt(20); i > 0; i--) {
            word.append("abcäß #:=,\"\\@.".charAt(random.nextInt(14)));
        }
        return word.append('w').toString();
    }

    private static String text(List<Integer> picks) {
        StringBuilder text = new StringBuilder();
        picks.forEach(pick -> text.append(PIECES.get(pick)));
        return text.toString();
    }

    private static void readWithEveryReader(String text) {
        for (Schema schema : List.of(NotificationSchema.PUBLIC, NotificationSchema.PRIVATE, AgentSchema.PUBLIC)) {
            SectionConfig.Parsed parsed = SectionConfig.parse("file", text, schema);
            assertThat(parsed.problems()).allMatch(problem -> problem.line() >= 1);
            assertThat(parsed.written()).isNotNull();
        }
        AgentConfReader.Text file = new AgentConfReader.Text("file", text, false);
        assertThat(new AgentConfReader(file, file, PushUrl::fault).read(Path.of("/state"), Set.of()))
                .isNotNull();
        assertThat(JobsCfg.parse("file", text)).isNotNull();
    }
}
