package dev.allclear.deliver.template;

import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text with Handlebars expressions. A text without any is rendered as it is and loads nothing. Data are maps, lists, strings,
 * numbers, booleans and nulls; what is missing renders as nothing. Thread-safe.
 */
public final class Template {
    private final String name;
    private final String source;
    private final boolean html;
    private final ZoneId zone;
    private @Nullable Renderer ready;

    private Template(String name, String source, boolean html, ZoneId zone) {
        this.name = name;
        this.source = source;
        this.html = html;
        this.zone = zone;
    }

    /** How an engine shows itself. */
    interface Renderer {
        String render(Map<String, ?> data) throws TemplateFault;
    }

    /**
     * A template whose values are not escaped in any way.
     *
     * @param name for messages
     * @param zone of the helper {@code timestamp}
     */
    public static Template text(String name, String source, ZoneId zone) {
        return new Template(name, source, false, zone);
    }

    /** A template whose values are escaped for HTML, except in three braces. */
    public static Template html(String name, String source, ZoneId zone) {
        return new Template(name, source, true, zone);
    }

    /** Fills it in. */
    public String render(Map<String, ?> data) throws TemplateFault {
        return source.contains("{{") ? renderer().render(data) : source;
    }

    private synchronized Renderer renderer() throws TemplateFault {
        Renderer renderer = ready;
        if (renderer == null) {
            renderer = HandlebarsEngine.compile(name, source, html, zone);
            ready = renderer;
        }
        return renderer;
    }
}
