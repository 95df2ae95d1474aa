package dev.allclear.deliver.template;

import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The texts of events: the built-in ones, or those of the administrator's templates. These lie in one directory as
 * {@code TYPE-subject.txt.hbs}, {@code TYPE-body.txt.hbs} and {@code TYPE-body.html.hbs}; Proxmox's names, such as
 * {@code gc-ok} and {@code verify-err} for success and failure, are accepted and go first. A file is read anew for every event,
 * so a change counts at once. One that cannot be read or rendered is said once, and the built-in text is used.
 *
 * <p>A body template without an HTML one also makes the HTML, as preformatted text: what the administrator wrote is what is
 * read. Thread-safe.
 */
public final class Templates {
    private static final Logger LOG = LoggerFactory.getLogger(Templates.class);

    /** A type with anything else in it could lead out of the directory. */
    private static final Pattern TYPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private static final int LARGEST = 1 << 20;

    private final @Nullable Path directory;
    private final Function<Event, String> plain;
    private final Function<Event, String> html;
    private final ZoneId zone;
    private final Map<Path, String> told = new ConcurrentHashMap<>();

    /**
     * @param directory of the overrides; null for none
     * @param plain the built-in text of an event
     * @param html its built-in HTML
     * @param zone of times in templates
     */
    public Templates(
            @Nullable Path directory, Function<Event, String> plain, Function<Event, String> html, ZoneId zone) {
        this.directory = directory;
        this.plain = plain;
        this.html = html;
        this.zone = zone;
    }

    /** One line. */
    public String subject(Event event) {
        String own = own(event, "-subject.txt.hbs", false);
        return own == null || own.isBlank() ? event.title() : own.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    public String plain(Event event) {
        String own = own(event, "-body.txt.hbs", false);
        return own == null ? plain.apply(event) : own;
    }

    public String html(Event event) {
        String own = own(event, "-body.html.hbs", true);
        if (own != null) {
            return own;
        }
        String text = own(event, "-body.txt.hbs", false);
        return text == null
                ? html.apply(event)
                : "<html><body><pre>\n" + TableText.escape(text) + "\n</pre></body></html>";
    }

    private @Nullable String own(Event event, String suffix, boolean asHtml) {
        if (directory == null) {
            return null;
        }
        for (String name : names(event)) {
            Path file = directory.resolve(name + suffix);
            try {
                String source = read(file);
                Template template = asHtml
                        ? Template.html(name + suffix, source, zone)
                        : Template.text(name + suffix, source, zone);
                String rendered = template.render(TemplateData.of(event, plain.apply(event)));
                if (told.remove(file) != null) {
                    LOG.info("{} works again.", file);
                }
                return rendered;
            } catch (NoSuchFileException e) {
                told.remove(file);
            } catch (IOException e) {
                tell(file, "cannot be read: " + e);
                return null;
            } catch (TemplateFault e) {
                tell(file, "cannot be used: " + e.getMessage());
                return null;
            }
        }
        return null;
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("more than " + LARGEST + " bytes");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private void tell(Path file, String what) {
        if (!what.equals(told.put(file, what))) {
            LOG.warn("{} {}. The built-in text is sent instead until the file is mended.", file, what);
        }
    }

    /** File names without the ending, the more special ones first. */
    static Set<String> names(Event event) {
        Set<String> names = new LinkedHashSet<>();
        if (!TYPE.matcher(event.type()).matches()) {
            return names;
        }
        String end = event.severity() == Severity.ERROR ? "-err" : "-ok";
        names.add(event.type() + end);
        if (event.type().equals("verification")) {
            names.add("verify" + end);
        }
        names.add(event.type());
        if (event.type().equals("verification")) {
            names.add("verify");
        }
        return names;
    }
}
