package dev.allclear.pipeline;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What each source showed last, by the source's name. Used by the judge's thread. */
final class Views {
    private final ZoneId zone;
    private final Map<String, SourceView> bySource = new TreeMap<>();

    Views(ZoneId zone) {
        this.zone = zone;
    }

    SourceView of(String source) {
        return bySource.computeIfAbsent(source, name -> new SourceView(zone));
    }

    /** The views that count for a watch: of its source, or of all. */
    Map<String, SourceView> watched(@Nullable String source) {
        return source == null ? bySource : Map.of(source, of(source));
    }

    /** The sources that see nothing. */
    List<String> blind() {
        return bySource.entrySet().stream()
                .filter(source -> source.getValue().blind())
                .map(Map.Entry::getKey)
                .toList();
    }
}
