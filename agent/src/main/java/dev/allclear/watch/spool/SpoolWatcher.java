package dev.allclear.watch.spool;

import dev.allclear.watch.Sighting;
import dev.allclear.watch.SightingSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what others left in the spool, oldest first, and hands it over: mails as {@code Told}, requests as {@code TestAsked}
 * and {@code ResendAsked}. {@link #run} is the body of one thread.
 *
 * <p>A file stays until {@link #committed} is called with the very sighting that was handed over; the judge has to do so after
 * the commit, always, also if it was nothing new. Otherwise the spool fills up, since only some megabytes are in hand at a
 * time. A file that was not committed is handed over again at the next start: an event has the same identity then, and a test
 * the same id. That it caught up is said at once: nothing in the spool belongs to a run.
 */
public final class SpoolWatcher implements Runnable, AutoCloseable {
    /** Bytes of a mail that become part of its event. */
    static final int LARGEST_MAIL = 10_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(SpoolWatcher.class);
    private static final long MOST_IN_HAND = 12_000_000;
    private static final int MANY = 1_000;
    private static final Duration FULL_LOOK = Duration.ofMinutes(1);
    /** Postfix gives up a mail after five days; what claims to be older has a wrong clock. */
    private static final Duration OLDEST = Duration.ofDays(30);

    private final SpoolDirectory spool;
    private final String fullName;
    private final SightingSink sink;
    private final InstantSource clock;
    private final Arrivals arrivals;
    private final InHand inHand = new InHand(MOST_IN_HAND);
    private final Set<String> said = new HashSet<>();
    private String problem = "";
    private boolean recalled;
    private int refused;

    /**
     * @param directory the spool; made if its parent exists
     * @param fullName of this host, with its domain if it has one
     */
    public SpoolWatcher(Path directory, String fullName, SightingSink sink, InstantSource clock) {
        this(directory, fullName, sink, clock, Arrivals.open());
    }

    SpoolWatcher(Path directory, String fullName, SightingSink sink, InstantSource clock, Arrivals arrivals) {
        this.spool = new SpoolDirectory(directory);
        this.fullName = fullName;
        this.sink = sink;
        this.clock = clock;
        this.arrivals = arrivals;
    }

    /** What was handed over is in the ledger: its file goes. Thread-safe, quick, and harmless for what came from elsewhere. */
    public void committed(Sighting sighting) {
        inHand.remove(sighting).ifPresent(spool::remove);
    }

    /** Watches until it is closed or its thread is interrupted. */
    @Override
    public void run() {
        try (this) {
            sink.see(new Sighting.CaughtUp());
            boolean more;
            do {
                more = look();
            } while (arrivals.await(more ? Duration.ZERO : FULL_LOOK));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes what there is. True if there was more than is taken at once. */
    boolean look() throws InterruptedException {
        refused = 0;
        boolean more = false;
        String fault = "";
        try {
            spool.prepare();
            arrivals.watch(spool.path());
            if (!recalled) {
                List<SpoolName> leftOver = spool.leftOver();
                recalled = true;
                for (SpoolName name : leftOver) {
                    if (!tryOne(name, true)) {
                        return false;
                    }
                }
            }
            more = takeAll();
        } catch (IOException e) {
            fault = "cannot use the spool: " + reason(e)
                    + ". Forwarded mails wait with Postfix or in the spool until then; it is tried again every minute.";
        }
        if (refused > 1) {
            LOG.warn("{} more files of the spool were not taken and are kept in the same place", refused - 1);
        }
        if (!fault.equals(problem)) {
            problem = fault;
            sink.see(new Sighting.Blind(spool.path().toString(), fault));
        }
        return more;
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return e.getMessage() + " cannot be made, the directory above it is missing";
        }
        return e instanceof AccessDeniedException
                ? "permission denied for " + e.getMessage()
                : String.valueOf(e.getMessage());
    }

    private boolean takeAll() throws IOException, InterruptedException {
        SpoolDirectory.Found found = spool.look(clock.instant());
        sayOnce(
                found.foreign() > 0,
                "foreign",
                "something in the spool " + spool.path() + " was not put there by allclear"
                        + " and is left alone, for example " + found.example());
        sayOnce(
                found.names().size() > MANY,
                "many",
                "more than " + MANY + " files wait in the spool " + spool.path() + ": all are taken, oldest first");
        for (SpoolName name : found.names()) {
            if (!tryOne(name, false)) {
                return false;
            }
        }
        return found.more();
    }

    /** Said when it begins, and again only after it was over. */
    private void sayOnce(boolean is, String what, String sentence) {
        if (!is) {
            said.remove(what);
        } else if (said.add(what)) {
            LOG.warn("{}", sentence);
        }
    }

    /** False when closed. One bad file does not stop the others; once taken, it is tried again at the next start. */
    private boolean tryOne(SpoolName name, boolean taken) throws InterruptedException {
        try {
            return (!taken && !spool.take(name)) || handOver(name);
        } catch (IOException e) {
            sayOnce(true, name.text(), "cannot take " + name + " from the spool " + spool.path() + ": " + reason(e));
        } catch (RuntimeException e) {
            LOG.error("{} of the spool is left out because of a fault in allclear; please report it", name, e);
        }
        return true;
    }

    /** False when closed. */
    private boolean handOver(SpoolName name) throws IOException, InterruptedException {
        String fault = spool.fault(name);
        if (!fault.isEmpty()) {
            refuse(name, fault);
            return true;
        }
        int most = name.kind() == SpoolName.Kind.MAIL ? LARGEST_MAIL : Requests.LARGEST;
        if (!inHand.awaitRoom(Math.min(Files.size(spool.taken(name)), most))) {
            return false;
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(spool.taken(name), LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(most + 1);
        }
        boolean cut = bytes.length > most;
        Optional<Sighting> sighting =
                name.kind() == SpoolName.Kind.MAIL ? mail(name, bytes, cut) : request(name, bytes, cut);
        if (sighting.isPresent()) {
            inHand.add(sighting.get(), name, bytes.length);
            sink.see(sighting.get());
        }
        return true;
    }

    private Optional<Sighting> mail(SpoolName name, byte[] bytes, boolean cut) throws IOException {
        byte[] kept = cut ? Arrays.copyOf(bytes, LARGEST_MAIL) : bytes;
        String identity = "mail " + fullName + " " + name;
        MailEvent.Reading reading = MailEvent.read(identity, kept, cut, when(name), fullName);
        if (reading instanceof MailEvent.Reading.Told told) {
            return Optional.of(new Sighting.Told(told.event()));
        }
        if (reading instanceof MailEvent.Reading.Loop loop) {
            LOG.info(
                    "a forwarded mail makes no event: {}. So a target's mail ends at root of this host again.",
                    loop.why());
            spool.remove(name);
        } else if (reading instanceof MailEvent.Reading.NoMail none) {
            refuse(name, none.why());
        }
        return Optional.empty();
    }

    private Optional<Sighting> request(SpoolName name, byte[] bytes, boolean cut) throws IOException {
        Optional<Sighting> asked =
                cut ? Optional.empty() : Requests.read(name.kind(), new String(bytes, StandardCharsets.UTF_8));
        if (asked.isEmpty()) {
            refuse(name, "it does not say what is asked for");
        }
        return asked;
    }

    /** Whoever puts thousands of useless files shall not fill the journal too. */
    private void refuse(SpoolName name, String why) throws IOException {
        Path aside = spool.refuse(name);
        if (refused++ == 0) {
            LOG.warn("{} was not taken: {}. It is kept as {}.", name, why, aside);
        }
    }

    /** The name says it, unless it is nonsense. */
    private Instant when(SpoolName name) {
        Instant now = clock.instant();
        return name.at().isAfter(now) || name.at().isBefore(now.minus(OLDEST)) ? now : name.at();
    }

    @Override
    public void close() {
        inHand.close();
        arrivals.close();
    }
}
