package dev.allclear.cli.man;

import dev.allclear.config.Manual;
import dev.allclear.config.Manual.Item;
import dev.allclear.config.Manual.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** agent.conf(5). */
public final class ConfPage {
    /** What may stand behind a key, where an example would tell no more. */
    private static final Pattern SAYS_ENOUGH = Pattern.compile("^(SWITCH|DURATION .*|\\S+\\|\\S+)$");

    private ConfPage() {}

    /** The page in the language of man(7). */
    public static String of(Manual reference, Origin origin) {
        Roff page = new Roff("agent.conf", 5, origin, "File formats")
                .section("Name")
                .line("agent.conf \\- what allclear watches, where it pushes, and who is told");
        page.section("Synopsis").line(Roff.bold("/etc/allclear/agent.conf"));
        page.line(".br").line(Roff.bold("/etc/allclear/agent-priv.conf"));
        page.section("Description");
        page.line(Roff.inline("These two files configure the daemon of `allclear`, the second one only with secrets."));
        for (Part part : reference.parts()) {
            part(page, part);
        }
        page.section("See also").line(Roff.bold("allclear") + "(1)");
        return page.toString();
    }

    /** A part of a page: its text, then its items. */
    static void part(Roff page, Part part) {
        page.section(part.title());
        page.text(part.text(), ".PP");
        for (Item item : part.items()) {
            boolean key = !part.types().isEmpty();
            page.item(key ? Roff.bold(item.name()) + " " + Roff.italic(item.value()) : Roff.bold(item.head()));
            page.text(key ? about(item) : item.text(), ".IP");
        }
    }

    /** What there is to say of a key, by paragraphs. */
    static List<String> about(Item item) {
        List<String> lines = new ArrayList<>(item.text());
        StringBuilder facts = new StringBuilder();
        for (Manual.Trait trait : item.traits()) {
            facts.append(
                    switch (trait) {
                        case NEEDED -> "Needed. ";
                        case REPEATABLE -> "May be repeated. ";
                        case SECRET -> "A secret. ";
                    });
        }
        if (item.standard() != null) {
            facts.append("Default: `").append(item.standard()).append("`. ");
        }
        if (item.without() != null) {
            facts.append("Without it: ").append(item.without()).append(". ");
        }
        if (!SAYS_ENOUGH.matcher(item.value()).find() && !item.example().equals(item.standard())) {
            facts.append("Example: `").append(item.example()).append("`.");
        }
        lines.set(lines.size() - 1, (lines.get(lines.size() - 1) + " " + facts).strip());
        return lines;
    }
}
