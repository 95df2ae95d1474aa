package dev.allclear.deliver.template;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.HandlebarsError;
import com.github.jknack.handlebars.HandlebarsException;
import com.github.jknack.handlebars.TagType;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.helper.DefaultHelperRegistry;
import com.github.jknack.handlebars.io.AbstractTemplateLoader;
import com.github.jknack.handlebars.io.TemplateSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Handlebars.java, held to what handlebars-rs does: values come from maps only, a name is looked for in its own scope only, a
 * helper that does not exist is a fault, and no other template, file or class can be reached (CVE-2026-55760 was such a way).
 */
final class HandlebarsEngine {
    private static final EscapingStrategy AS_IS = text -> text;

    private HandlebarsEngine() {}

    static Template.Renderer compile(String name, String source, boolean html, ZoneId zone) throws TemplateFault {
        Handlebars handlebars = new Handlebars(new Nothing())
                .with(new DefaultHelperRegistry())
                .with(html ? EscapingStrategy.HTML_ENTITY : AS_IS)
                .with((value, chain) -> value instanceof CharSequence ? value : Values.print(value))
                .parentScopeResolution(false)
                .prettyPrint(true);
        new Helpers(html, zone).addTo(handlebars);
        String separated = Braces.separate(source);
        try {
            com.github.jknack.handlebars.Template template = handlebars.compileInline(separated);
            Set<String> helpers =
                    handlebars.helpers().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
            for (String section : template.collect(TagType.SECTION)) {
                if (!helpers.contains(section)) {
                    throw new TemplateFault(name, 0, 0, "there is no helper \"" + section + "\" for a block");
                }
            }
            return data -> render(template, name, separated, data);
        } catch (IOException | RuntimeException e) {
            throw fault(name, separated, e);
        } catch (StackOverflowError e) {
            throw new TemplateFault(name, 0, 0, "it is nested too deeply");
        }
    }

    private static String render(
            com.github.jknack.handlebars.Template template, String name, String separated, Map<String, ?> data)
            throws TemplateFault {
        try {
            return template.apply(
                    Context.newBuilder(data).resolver(MapValueResolver.INSTANCE).build());
        } catch (IOException | RuntimeException e) {
            throw fault(name, separated, e);
        } catch (StackOverflowError e) {
            throw new TemplateFault(name, 0, 0, "it is nested too deeply");
        }
    }

    /** Only the reason and the place: the library's message quotes the template, which may hold a secret. */
    private static TemplateFault fault(String name, String separated, Exception e) {
        int line = 0;
        int column = 0;
        String reason = "it cannot be rendered";
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof HandlebarsException known && known.getError() != null) {
                HandlebarsError error = known.getError();
                line = error.line;
                column = Braces.original(separated, error.line, error.column);
                reason = error.reason.lines().findFirst().orElse(reason);
            } else if (t instanceof BadArgument) {
                reason = String.valueOf(t.getMessage());
            } else if (t instanceof NumberFormatException) {
                reason = "it contains a number that is too large";
            }
        }
        return new TemplateFault(name, line, column, reason);
    }

    /** There are no other templates. */
    private static final class Nothing extends AbstractTemplateLoader {
        @Override
        public TemplateSource sourceAt(String location) throws IOException {
            throw new FileNotFoundException("other templates cannot be included");
        }
    }
}
