package dev.allclear.deliver.template;

import dev.allclear.event.Block;
import dev.allclear.event.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What templates see of an event. */
public final class TemplateData {
    private TemplateData() {}

    /** What Proxmox gives to a webhook: title, message, severity, timestamp in seconds, fields. Mutable. */
    public static Map<String, Object> ofNotice(Event event, String message) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("title", event.title());
        data.put("message", message);
        data.put("severity", event.severity().word());
        data.put("timestamp", event.at().getEpochSecond());
        data.put("fields", event.fields());
        return data;
    }

    /**
     * The same, with {@code type}, {@code facts} (by label), {@code tables} (each an array of objects by column name) and
     * {@code log}. Mutable.
     */
    public static Map<String, Object> of(Event event, String message) {
        Map<String, Object> data = ofNotice(event, message);
        Map<String, Object> facts = new LinkedHashMap<>();
        List<Object> tables = new ArrayList<>();
        StringBuilder log = new StringBuilder();
        for (Block block : event.body()) {
            if (block instanceof Block.Facts some) {
                some.facts().forEach(fact -> facts.put(fact.label(), fact.value()));
            } else if (block instanceof Block.Table table) {
                tables.add(rows(table));
            } else if (block instanceof Block.Log lines) {
                log.append(log.isEmpty() ? "" : "\n").append(lines.text());
            }
        }
        data.put("type", event.type());
        data.put("facts", facts);
        data.put("tables", tables);
        data.put("log", log.toString());
        return data;
    }

    private static List<Object> rows(Block.Table table) {
        List<Object> rows = new ArrayList<>();
        for (List<String> cells : table.rows()) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (int i = 0; i < Math.min(cells.size(), table.header().size()); i++) {
                row.put(table.header().get(i), cells.get(i));
            }
            rows.add(row);
        }
        return rows;
    }
}
