package dev.allclear.pipeline;

import dev.allclear.verdict.Expectation;
import dev.allclear.verdict.Expectation.Included;
import java.io.StringWriter;
import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** An expectation as the ledger keeps it: JSON, readable for whoever opens the file. */
final class ExpectationText {
    private static final JsonFactory JSON = new JsonFactory();

    private ExpectationText() {}

    static String write(Expectation expected) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            if (expected.due() != null) {
                json.writeStringProperty("due", expected.due().toString());
            }
            json.writeStringProperty("frozen", expected.frozenAt().toString());
            if (expected.guestsKnown()) {
                json.writeObjectPropertyStart("guests");
                expected.guests().forEach((vmid, guest) -> {
                    json.writeObjectPropertyStart(String.valueOf(vmid));
                    json.writeStringProperty("node", guest.node());
                    json.writeNumberProperty("excluded-disks", guest.excludedDisks());
                    json.writeEndObject();
                });
                json.writeEndObject();
            }
            json.writeArrayPropertyStart("unknown");
            expected.unknown().forEach(json::writeNumber);
            json.writeEndArray();
            json.writeArrayPropertyStart("nodes");
            expected.nodes().forEach(json::writeString);
            json.writeEndArray();
            json.writeBooleanProperty("every-node", expected.everyNode());
            if (expected.pinned() != null) {
                json.writeStringProperty("pinned", expected.pinned());
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    static Expectation read(String text) {
        Instant due = null;
        Instant frozen = Instant.EPOCH;
        String pinned = null;
        boolean known = false;
        boolean everyNode = false;
        SortedMap<Integer, Included> guests = new TreeMap<>();
        SortedSet<Integer> unknown = new TreeSet<>();
        SortedSet<String> nodes = new TreeSet<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "due" -> due = Instant.parse(json.getString());
                    case "frozen" -> frozen = Instant.parse(json.getString());
                    case "pinned" -> pinned = json.getString();
                    case "every-node" -> everyNode = json.getBooleanValue();
                    case "guests" -> {
                        known = true;
                        readGuests(json, guests);
                    }
                    case "unknown" -> {
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            unknown.add(json.getIntValue());
                        }
                    }
                    case "nodes" -> {
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            nodes.add(json.getString());
                        }
                    }
                    default -> json.skipChildren();
                }
            }
        }
        return new Expectation(due, frozen, guests, known, unknown, nodes, everyNode, pinned);
    }

    private static void readGuests(JsonParser json, SortedMap<Integer, Included> guests) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            int vmid = Integer.parseInt(json.currentName());
            String node = "";
            int disks = 0;
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean where = json.currentName().equals("node");
                json.nextToken();
                if (where) {
                    node = json.getString();
                } else {
                    disks = json.getIntValue();
                }
            }
            guests.put(vmid, new Included(node, disks));
        }
    }
}
