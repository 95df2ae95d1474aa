package dev.allclear.event;

import dev.allclear.event.Block.Fact;
import dev.allclear.event.Block.Facts;
import dev.allclear.event.Block.Heading;
import dev.allclear.event.Block.Link;
import dev.allclear.event.Block.Log;
import dev.allclear.event.Block.Paragraph;
import dev.allclear.event.Block.Table;
import java.util.List;

/**
 * An event as an HTML page for mail clients: small, styles within the elements because many clients drop anything else, no
 * script, no picture, nothing to load. Everything that others chose is escaped. Pure and thread-safe.
 */
public final class Html {

    private static final String FONT = "font-family:sans-serif;font-size:14px;color:#222";
    private static final String CELL = "border:1px solid #ccc;padding:3px 8px;text-align:left;vertical-align:top";
    private static final String PRE = "background:#f5f5f5;padding:8px;font-size:12px;white-space:pre-wrap";

    private Html() {}

    /** The whole page: the title in the colour of its severity, and the body. */
    public static String of(Event event) {
        StringBuilder html = new StringBuilder(1024);
        html.append("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>");
        line(event.title(), html);
        html.append("</title></head>\n<body style=\"").append(FONT).append("\">\n<h2 style=\"font-size:17px;");
        html.append("border-left:5px solid ").append(colour(event.severity())).append(";padding-left:8px\">");
        line(event.title(), html);
        html.append("</h2>\n").append(of(event.body()));
        return html.append("</body></html>\n").toString();
    }

    /** Only these blocks, without a page around them. */
    public static String of(List<Block> blocks) {
        StringBuilder html = new StringBuilder();
        blocks.forEach(block -> append(block, html));
        return html.toString();
    }

    private static void append(Block block, StringBuilder html) {
        if (block instanceof Heading heading) {
            html.append("<h3 style=\"font-size:15px\">");
            line(heading.text(), html);
            html.append("</h3>\n");
        } else if (block instanceof Paragraph paragraph) {
            html.append("<p style=\"white-space:pre-wrap\">");
            lines(paragraph.text().stripTrailing(), html);
            html.append("</p>\n");
        } else if (block instanceof Facts facts) {
            html.append("<table style=\"border-collapse:collapse\">\n");
            facts.facts().forEach(fact -> fact(fact, html));
            html.append("</table>\n");
        } else if (block instanceof Table table) {
            html.append("<table style=\"border-collapse:collapse\">\n");
            row("th", table.header(), html);
            table.rows().forEach(row -> row("td", row, html));
            html.append("</table>\n");
        } else if (block instanceof Log log) {
            html.append("<pre style=\"").append(PRE).append("\">");
            lines(log.text(), html);
            html.append("</pre>\n");
        } else if (block instanceof Link link) {
            link(link, html);
        }
    }

    private static void fact(Fact fact, StringBuilder html) {
        html.append("<tr><td style=\"padding:1px 12px 1px 0;color:#666\">");
        line(fact.label(), html);
        html.append("</td><td>");
        line(fact.value(), html);
        html.append("</td></tr>\n");
    }

    private static void row(String element, List<String> cells, StringBuilder html) {
        html.append("<tr>");
        for (String cell : cells) {
            html.append('<').append(element).append(" style=\"").append(CELL).append("\">");
            line(cell, html);
            html.append("</").append(element).append('>');
        }
        html.append("</tr>\n");
    }

    private static void link(Link link, StringBuilder html) {
        html.append("<p>");
        if (!link.text().isEmpty()) {
            line(link.text(), html);
            html.append(": ");
        }
        String url = link.url();
        // Anything else, javascript: above all, is shown and leads nowhere.
        boolean web = url.startsWith("https://") || url.startsWith("http://");
        if (web) {
            html.append("<a href=\"");
            line(url, html);
            html.append("\">");
        }
        line(url, html);
        html.append(web ? "</a></p>\n" : "</p>\n");
    }

    private static String colour(Severity severity) {
        return switch (severity) {
            case INFO -> "#2e7d32";
            case NOTICE -> "#1565c0";
            case WARNING -> "#ef8e00";
            case ERROR -> "#c62828";
            case UNKNOWN -> "#757575";
        };
    }

    private static void line(String text, StringBuilder html) {
        escape(SafeText.line(text), html);
    }

    private static void lines(String text, StringBuilder html) {
        escape(SafeText.lines(text), html);
    }

    private static void escape(String text, StringBuilder html) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(character);
            }
        }
    }
}
