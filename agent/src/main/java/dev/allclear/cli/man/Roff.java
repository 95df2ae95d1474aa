package dev.allclear.cli.man;

import java.util.List;
import java.util.Locale;

/** Writes a page of the manual with the macros of man(7). For one use by one thread. */
final class Roff {
    private static final int LONG = 60;

    private final StringBuilder page = new StringBuilder();

    Roff(String name, int section, Origin origin, String group) {
        macro(".TH", name.toUpperCase(Locale.ROOT), Integer.toString(section), origin.date(), origin.program(), group);
        line(".ad l");
    }

    Roff section(String title) {
        macro(".SH", title.toUpperCase(Locale.ROOT));
        return this;
    }

    Roff subsection(String title) {
        macro(".SS", title);
        return this;
    }

    Roff paragraph(String text) {
        line(".PP");
        return line(inline(text));
    }

    /** The head of an item in the form that {@link #bold} and {@link #italic} make. */
    Roff item(String head) {
        line(".TP");
        return line(head);
    }

    Roff line(String roff) {
        page.append(roff).append('\n');
        return this;
    }

    /**
     * Paragraphs, of which those with a tab in front are shown as they are.
     *
     * @param distance the macro that begins each of them but the first
     */
    Roff text(List<String> paragraphs, String distance) {
        boolean literal = false;
        boolean first = true;
        for (String paragraph : paragraphs) {
            boolean code = paragraph.startsWith("\t");
            if (literal && !code) {
                line(".EE").line(".RE");
            }
            if (!first && !(literal && code)) {
                line(distance);
            }
            if (code && !literal) {
                line(".RS 4").line(".EX");
            }
            line(code ? start(literal(paragraph.substring(1).replace("\t", "    "))) : inline(paragraph));
            literal = code;
            first = false;
        }
        if (literal) {
            line(".EE").line(".RE");
        }
        return this;
    }

    private void macro(String name, String... arguments) {
        page.append(name);
        for (String argument : arguments) {
            page.append(" \"").append(plain(argument).replace("\"", "\\(dq")).append('"');
        }
        page.append('\n');
    }

    static String bold(String text) {
        return "\\fB" + literal(text) + "\\fR";
    }

    static String italic(String text) {
        return "\\fI" + literal(text) + "\\fR";
    }

    /** Text in which what stands between backticks is bold. */
    static String inline(String text) {
        StringBuilder all = new StringBuilder();
        boolean bold = false;
        for (String piece : text.split("`", -1)) {
            all.append(bold ? bold(piece) : plain(piece));
            bold = !bold;
        }
        return start(all.toString());
    }

    private static String start(String line) {
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }

    /** Text that may be copied: every character stays what it is. A long word may be broken behind its colons. */
    private static String literal(String text) {
        return (text.length() > LONG && text.indexOf(' ') < 0 ? plain(text).replace(":", ":\\:") : plain(text))
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("^", "\\(ha")
                .replace("~", "\\(ti")
                .replace("`", "\\(ga");
    }

    private static String plain(String text) {
        StringBuilder escaped = new StringBuilder();
        text.replace("\\", "\\e").codePoints().forEach(c -> {
            if (c < 0x7F) {
                escaped.append((char) c);
            } else {
                escaped.append(String.format(Locale.ROOT, "\\[u%04X]", c));
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
