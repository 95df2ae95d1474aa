package dev.allclear.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.cli.screen.Table.Cell;
import dev.allclear.cli.screen.Table.Column;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tables on screens of several widths. */
class TableTest {
    private static String printed(Table table, String columns, Colour colour) {
        StringWriter text = new StringWriter();
        table.print(Screen.of(new PrintWriter(text), colour, Map.of("COLUMNS", columns)));
        return text.toString();
    }

    private static String printed(Table table, String columns) {
        return printed(table, columns, Colour.NEVER);
    }

    private static Table table(String name) {
        return new Table(Column.number("ID"), Column.text("NAME", 6), Column.of("NODE"))
                .row(Cell.of("7"), Cell.of(name), Cell.of("pve1"))
                .row(Cell.of("100"), Cell.of("b"), Cell.of("pve2"));
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(printed(table("db01"), "80")).isEqualTo("""
                 ID  NAME  NODE
                  7  db01  pve1
                100  b     pve2
                """);
    }

    @Test
    void aColumnThatMayBeIsCutToTheScreen() {
        assertThat(printed(table("x".repeat(90)), "40").lines())
                .allMatch(line -> line.length() <= 40)
                .anyMatch(line -> line.contains("xx…"));
    }

    @Test
    void aColumnForWhichThereIsNoRoomIsLeftOut() {
        Table table = new Table(Column.of("A"), Column.of("B").ifRoom())
                .row(Cell.of("a".repeat(30)), Cell.of("b".repeat(30)));
        assertThat(printed(table, "50")).doesNotContain("B").contains("a".repeat(30));
    }

    @Test
    void whatWasCutIsWholeAgainWhenAnotherColumnIsLeftOut() {
        Table table = new Table(Column.text("A", 5), Column.of("B").ifRoom())
                .row(Cell.of("a".repeat(30)), Cell.of("b".repeat(48)));
        assertThat(printed(table, "50")).contains("a".repeat(30));
    }

    @Test
    void withoutATerminalNothingIsCut() {
        StringWriter text = new StringWriter();
        table("x".repeat(500)).print(Screen.of(new PrintWriter(text), Colour.AUTO, Map.of()));
        assertThat(text.toString()).contains("x".repeat(500));
    }

    @Test
    void wideCharactersDoNotShiftTheNextColumn() {
        assertThat(printed(table("データ"), "80").lines().toList().get(1)).isEqualTo("  7  データ  pve1");
        assertThat(printed(table("データ"), "80").lines().toList().get(2)).isEqualTo("100  b       pve2");
    }

    @Test
    void aNameCannotCommandTheTerminal() {
        assertThat(printed(table("a\u001b[2Jb\u0007\u009bc\nd"), "80")).contains("a\uFFFD[2Jb\uFFFD\uFFFDc d");
    }

    @Test
    void aRemarkIsWrappedBelowItsRow() {
        Table table = new Table(Column.of("A"))
                .row(Cell.of("a"))
                .remark("word ".repeat(12).strip());
        assertThat(printed(table, "40")).isEqualTo("""
                A
                a
                        word word word word word word
                        word word word word word word
                """);
    }

    @Test
    void coloursDoNotShiftTheNextColumn() {
        Table table = new Table(Column.of("A"), Column.of("B"))
                .row(new Cell("x", Ink.BAD), Cell.of("y"))
                .row(Cell.of("xxx"), Cell.of("y"));
        assertThat(printed(table, "80", Colour.ALWAYS)).contains("\u001b[31mx\u001b[0m    y\n");
    }

    @Test
    void everyMarkHasItsOwnColour() {
        Table table = new Table(Column.of("A")).row(new Cell("ab", Ink.PLAIN, List.of(Ink.GOOD, Ink.BAD)));
        assertThat(printed(table, "80", Colour.ALWAYS)).contains("\u001b[32ma\u001b[0m\u001b[31mb\u001b[0m");
    }
}
