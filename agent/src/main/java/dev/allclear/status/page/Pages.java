package dev.allclear.status.page;

import dev.allclear.ledger.EventRow;
import dev.allclear.status.view.Explanation;
import dev.allclear.status.view.GuestView;
import dev.allclear.status.view.HeartbeatView;
import dev.allclear.status.view.Overview;
import dev.allclear.status.view.Runs;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** The pages, each as one text of HTML in which everything is escaped. Thread-safe. */
@NullUnmarked // the generated classes do not say what may be null
public final class Pages {
    private Pages() {}

    /** Everything at a glance. */
    public static String overview(Frame frame, Overview overview) {
        return render(out -> JteoverviewGenerated.render(out, null, frame, overview));
    }

    /**
     * One heartbeat.
     *
     * @param newest its newest run; null when there is none
     */
    public static String heartbeat(Frame frame, HeartbeatView beat, Runs runs, @Nullable Explanation newest) {
        return render(out -> JteheartbeatGenerated.render(out, null, frame, beat, runs, newest));
    }

    /** One run, and why it was judged so. */
    public static String run(Frame frame, Explanation explained) {
        return render(out -> JterunGenerated.render(out, null, frame, explained));
    }

    /** Every guest. */
    public static String guests(Frame frame, List<GuestView> guests) {
        return render(out -> JteguestsGenerated.render(out, null, frame, guests));
    }

    /** What happened, newest first. */
    public static String events(Frame frame, List<EventRow> events) {
        return render(out -> JteeventsGenerated.render(out, null, frame, events));
    }

    /** A page that says only this. */
    public static String message(Frame frame, String title, String words) {
        return render(out -> JtemessageGenerated.render(out, null, frame, title, words));
    }

    /** The style sheet of all pages. */
    public static String style() {
        return resource("style.css");
    }

    /** The picture of the browser's tab, as SVG. */
    public static String icon() {
        return resource("icon.svg");
    }

    private static String render(Consumer<HtmlTemplateOutput> template) {
        StringOutput text = new StringOutput(16_384);
        template.accept(new OwaspHtmlTemplateOutput(text));
        return text.toString();
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Pages.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
