package dev.allclear.cli.man;

import dev.allclear.config.Manual.Item;
import dev.allclear.config.Manual.Part;
import java.io.PrintWriter;
import java.util.List;

/** Prints parts of the manual on a terminal. For one use by one thread. */
public final class Plain {
    private static final int WIDTH = 80;
    private final PrintWriter out;

    /** @param out where to */
    public Plain(PrintWriter out) {
        this.out = out;
    }

    /** The whole part. */
    public void part(Part part) {
        out.println(part.title());
        text(part.text(), "  ");
        part.items().forEach(item -> item(part, item));
        out.println();
    }

    /** One item of the part. */
    public void item(Part part, Item item) {
        out.println();
        out.println("  " + item.head());
        text(part.types().isEmpty() ? item.text() : ConfPage.about(item), "      ");
    }

    private void text(List<String> paragraphs, String indent) {
        for (String paragraph : paragraphs) {
            if (paragraph.startsWith("\t")) {
                out.println(indent + paragraph.replace("\t", "    "));
            } else {
                wrap(paragraph.replace('`', '\''), indent);
            }
        }
    }

    private void wrap(String paragraph, String indent) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : paragraph.split(" ", -1)) {
            if (line.length() > indent.length() && line.length() + word.length() > WIDTH) {
                out.println(line.toString().stripTrailing());
                line.setLength(indent.length());
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }
}
