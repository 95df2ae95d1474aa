package dev.allclear.watch.spool;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/**
 * HTML as plain text, as Proxmox makes it: {@code br} and the end of a paragraph become a new line, other mark-up nothing;
 * white space is one blank, and none where a line begins.
 */
final class HtmlText implements NodeFilter {
    private final StringBuilder text = new StringBuilder();
    private boolean blank;

    private HtmlText() {}

    static String of(String html) {
        HtmlText text = new HtmlText();
        Jsoup.parse(html).filter(text);
        return text.text.toString();
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode words) {
            add(words.getWholeText());
        } else if (node instanceof Element element) {
            switch (element.normalName()) {
                case "head", "script", "style", "title", "template" -> {
                    return FilterResult.SKIP_ENTIRELY;
                }
                case "br" -> newLine();
                default -> {}
            }
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element && element.normalName().equals("p")) {
            newLine();
        }
        return FilterResult.CONTINUE;
    }

    private void newLine() {
        text.append('\n');
        blank = false;
    }

    private void add(String words) {
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                blank = true;
            } else {
                if (blank && text.length() > 0 && text.charAt(text.length() - 1) != '\n') {
                    text.append(' ');
                }
                blank = false;
                text.append(c);
            }
        }
    }
}
