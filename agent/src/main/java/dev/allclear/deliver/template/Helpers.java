package dev.allclear.deliver.template;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.HelperRegistry;
import com.github.jknack.handlebars.Options;
import com.github.jknack.handlebars.TagType;
import dev.allclear.deliver.json.JsonText;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The helpers, by name: those of Proxmox, and the built-in ones as handlebars-rs defines them. */
final class Helpers {
    private final boolean html;
    private final ZoneId zone;

    Helpers(boolean html, ZoneId zone) {
        this.html = html;
        this.zone = zone;
    }

    /** A helper that makes a value out of its arguments. */
    private interface Function {
        @Nullable
        Object of(List<@Nullable Object> arguments);
    }

    void addTo(Handlebars handlebars) {
        function(handlebars, "url-encode", 1, a -> Formats.urlEncode(text("url-encode", a.get(0))));
        function(handlebars, "escape", 1, a -> JsonText.escape(text("escape", a.get(0))));
        function(handlebars, "json", 1, a -> JsonText.of(a.get(0)));
        function(handlebars, "human-bytes", 1, a -> Formats.humanBytes(a.get(0)));
        function(handlebars, "duration", 1, a -> Formats.duration(a.get(0)));
        function(handlebars, "timestamp", 1, a -> Formats.timestamp(a.get(0), zone));
        function(handlebars, "relative-percentage", 2, a -> Formats.percentage(a.get(0), a.get(1)));
        function(
                handlebars,
                "table",
                1,
                a -> mark(html ? TableText.html(a.get(0), zone) : TableText.plain(a.get(0), zone)));
        function(handlebars, "object", 1, a -> mark(object(a.get(0))));
        function(handlebars, "len", 1, a -> Values.length(a.get(0)));
        function(handlebars, "lookup", 2, a -> Values.lookup(a.get(0), a.get(1)));
        function(handlebars, "log", 0, a -> "");
        condition(handlebars, "eq", 2, a -> Values.equal(a.get(0), a.get(1)));
        condition(handlebars, "ne", 2, a -> !Values.equal(a.get(0), a.get(1)));
        condition(handlebars, "gt", 2, a -> compares(a, order -> order > 0));
        condition(handlebars, "gte", 2, a -> compares(a, order -> order >= 0));
        condition(handlebars, "lt", 2, a -> compares(a, order -> order < 0));
        condition(handlebars, "lte", 2, a -> compares(a, order -> order <= 0));
        condition(handlebars, "and", 1, a -> a.stream().allMatch(value -> Values.truthy(value, false)));
        condition(handlebars, "or", 1, a -> a.stream().anyMatch(value -> Values.truthy(value, false)));
        condition(handlebars, "not", 1, a -> !Values.truthy(a.get(0), false));
        handlebars.registerHelper("if", (value, options) -> branch(value, options, true));
        handlebars.registerHelper("unless", (value, options) -> branch(value, options, false));
        handlebars.registerHelper("with", Helpers::with);
        handlebars.registerHelper("each", Helpers::each);
        handlebars.registerHelper("raw", (value, options) -> options.fn());
        handlebars.registerHelper(HelperRegistry.HELPER_MISSING, (value, options) -> missing(options));
    }

    /** Alone its name may be that of a value, such as {@code timestamp} and {@code log}. */
    private static void function(Handlebars handlebars, String name, int needed, Function function) {
        handlebars.registerHelper(name, (value, options) -> {
            Object own = given(options) == 0 ? options.context.get(name, false) : null;
            return own == null ? function.of(arguments(value, options, needed)) : own;
        });
    }

    /** As a value it is true or false; as a block it shows one branch. */
    private static void condition(
            Handlebars handlebars, String name, int needed, Predicate<List<@Nullable Object>> condition) {
        Helper<Object> helper = (value, options) -> {
            boolean result = condition.test(arguments(value, options, needed));
            return options.tagType != TagType.SECTION ? (Object) result : result ? options.fn() : options.inverse();
        };
        handlebars.registerHelper(name, helper);
    }

    private static int given(Options options) {
        Integer size = options.data(Context.PARAM_SIZE);
        return size == null ? 0 : size;
    }

    private static List<@Nullable Object> arguments(@Nullable Object first, Options options, int needed) {
        if (given(options) < needed) {
            throw new BadArgument("the helper " + options.helperName + " needs "
                    + (needed == 1 ? "a value" : needed + " values") + " behind its name");
        }
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(first);
        arguments.addAll(Arrays.asList(options.params));
        return arguments;
    }

    private static String text(String helper, @Nullable Object value) {
        if (value instanceof CharSequence text) {
            return text.toString();
        }
        throw new BadArgument("the helper " + helper + " needs a text, and was given "
                + (value == null ? "nothing" : value instanceof Number ? "a number" : "something else"));
    }

    private Object mark(String text) {
        return html ? new Handlebars.SafeString(text) : text;
    }

    private String object(@Nullable Object value) {
        String pretty = JsonText.pretty(value);
        return html ? "<pre>" + TableText.escape(pretty) + "</pre>\n" : pretty + "\n";
    }

    private static boolean compares(List<@Nullable Object> values, IntPredicate wanted) {
        OptionalInt order = Values.compare(values.get(0), values.get(1));
        return order.isPresent() && wanted.test(order.getAsInt());
    }

    private static Object branch(@Nullable Object value, Options options, boolean wanted) throws IOException {
        arguments(value, options, 1);
        boolean includeZero = Boolean.TRUE.equals(options.hash.get("includeZero"));
        return Values.truthy(value, includeZero) == wanted ? options.fn() : options.inverse();
    }

    private static Object with(@Nullable Object value, Options options) throws IOException {
        arguments(value, options, 1);
        if (value == null || !Values.truthy(value, false)) {
            return options.inverse();
        }
        Context scope = Context.newContext(options.context, value);
        return options.apply(options.fn, scope, Arrays.asList(value));
    }

    private static Object each(@Nullable Object value, Options options) throws IOException {
        arguments(value, options, 1);
        Map<Object, @Nullable Object> elements = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            elements.putAll(map);
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                elements.put(i, list.get(i));
            }
        }
        if (elements.isEmpty()) {
            return options.inverse();
        }
        StringBuilder out = new StringBuilder();
        int index = 0;
        for (Map.Entry<Object, @Nullable Object> element : elements.entrySet()) {
            Object model = element.getValue() == null ? "" : element.getValue();
            Context scope = Context.newBuilder(options.context, model)
                    .combine("@key", element.getKey())
                    .combine("@index", index)
                    .combine("@first", index == 0)
                    .combine("@last", index == elements.size() - 1)
                    .build();
            out.append(options.apply(options.fn, scope, Arrays.asList(model, element.getKey())));
            index++;
        }
        return new Handlebars.SafeString(out);
    }

    private static Object missing(Options options) {
        if (given(options) > 0) {
            throw new BadArgument("there is no helper \"" + options.helperName + "\"");
        }
        return "";
    }
}
