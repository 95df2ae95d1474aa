package dev.allclear.ledger;

import dev.allclear.event.Block;
import dev.allclear.event.Block.Fact;
import dev.allclear.event.Block.Facts;
import dev.allclear.event.Block.Heading;
import dev.allclear.event.Block.Link;
import dev.allclear.event.Block.Log;
import dev.allclear.event.Block.Paragraph;
import dev.allclear.event.Block.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** An event's fields and body as one text each: a thing a line, its parts again lines in one. */
final class EventText {
    private EventText() {}

    static String ofFields(Map<String, String> fields) {
        return Lines.join(fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .toList());
    }

    static SortedMap<String, String> fields(String text) {
        SortedMap<String, String> fields = new TreeMap<>();
        for (String line : Lines.split(text)) {
            int equals = line.indexOf('=');
            fields.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return fields;
    }

    static String ofBody(List<Block> body) {
        return Lines.join(body.stream().map(EventText::line).toList());
    }

    static List<Block> body(String text) {
        return Lines.split(text).stream().map(EventText::block).toList();
    }

    private static String line(Block block) {
        List<String> parts = new ArrayList<>();
        if (block instanceof Heading heading) {
            parts.addAll(List.of("heading", heading.text()));
        } else if (block instanceof Paragraph paragraph) {
            parts.addAll(List.of("paragraph", paragraph.text()));
        } else if (block instanceof Log log) {
            parts.addAll(List.of("log", log.text()));
        } else if (block instanceof Link link) {
            parts.addAll(List.of("link", link.text(), link.url()));
        } else if (block instanceof Facts facts) {
            parts.add("facts");
            facts.facts().forEach(fact -> parts.addAll(List.of(fact.label(), fact.value())));
        } else if (block instanceof Table table) {
            parts.addAll(List.of("table", String.valueOf(table.header().size())));
            parts.addAll(table.header());
            table.rows().forEach(parts::addAll);
        }
        return Lines.join(parts);
    }

    private static Block block(String line) {
        List<String> parts = Lines.split(line);
        List<String> rest = parts.subList(1, parts.size());
        return switch (parts.get(0)) {
            case "heading" -> new Heading(rest.get(0));
            case "paragraph" -> new Paragraph(rest.get(0));
            case "log" -> new Log(rest.get(0));
            case "link" -> new Link(rest.get(0), rest.get(1));
            case "facts" ->
                new Facts(rows(rest, 2).stream()
                        .map(row -> new Fact(row.get(0), row.get(1)))
                        .toList());
            case "table" -> {
                List<List<String>> rows = rows(rest.subList(1, rest.size()), Integer.parseInt(rest.get(0)));
                yield new Table(rows.get(0), rows.subList(1, rows.size()));
            }
            default -> throw new IllegalStateException("nobody writes a \"" + parts.get(0) + "\" of an event");
        };
    }

    private static List<List<String>> rows(List<String> cells, int columns) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < cells.size(); i += columns) {
            rows.add(cells.subList(i, i + columns));
        }
        return rows;
    }
}
