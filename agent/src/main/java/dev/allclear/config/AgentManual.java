package dev.allclear.config;

import dev.allclear.config.Manual.Item;
import dev.allclear.config.Manual.Part;
import dev.allclear.config.Manual.Trait;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reference of {@code agent.conf}: its words from a resource, the rest from what the readers accept. */
public final class AgentManual {
    private AgentManual() {}

    /** Reads it. */
    public static Manual read() {
        Manual words = Manual.read(AgentManual.class, "agent.conf.txt");
        return new Manual(words.parts().stream().map(AgentManual::withTraits).toList());
    }

    private static Part withTraits(Part part) {
        List<Item> items = part.items().stream()
                .map(item -> item.with(traits(part.types(), item.name())))
                .toList();
        return new Part(part.title(), part.types(), part.text(), items);
    }

    private static Set<Trait> traits(List<String> types, String name) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        for (String type : types) {
            StanzaKey key = key(AgentSchema.PUBLIC, type, name);
            // Needed by one of several types only is for words to say.
            if (key != null && key.required() && types.size() == 1) {
                traits.add(Trait.NEEDED);
            }
            if (key != null && key.repeatable()) {
                traits.add(Trait.REPEATABLE);
            }
            if (!name.equals(NotificationSchema.NAME) && key(AgentSchema.PRIVATE, type, name) != null) {
                traits.add(Trait.SECRET);
            }
        }
        return traits;
    }

    private static @Nullable StanzaKey key(Schema schema, String type, String name) {
        StanzaType known = schema.types().get(type);
        Map<String, StanzaKey> keys = known == null ? Map.of() : known.keys();
        return keys.get(name);
    }
}
