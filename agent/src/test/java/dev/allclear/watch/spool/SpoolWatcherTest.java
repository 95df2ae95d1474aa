package dev.allclear.watch.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.allclear.event.Event;
import dev.allclear.watch.Sighting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolWatcherTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_795_000_000);
    private static final String MAIL = "Subject: disk\n\nfailing\n";

    private final List<Sighting> seen = new CopyOnWriteArrayList<>();
    private Path spool = Path.of("");
    private SpoolWatcher watcher = watcher();
    private final List<Thread> threads = new ArrayList<>();

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        spool = root.resolve("spool");
        new SpoolDirectory(spool).prepare();
        watcher = watcher();
    }

    @AfterEach
    void stop() throws InterruptedException {
        watcher.close();
        for (Thread thread : threads) {
            thread.join(5000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private SpoolWatcher watcher() {
        return new SpoolWatcher(spool, "pve1.example.com", seen::add, () -> NOW, Arrivals.none());
    }

    private SpoolWriter writer(Instant at) {
        return new SpoolWriter(spool, () -> at);
    }

    private String put(String mail) throws IOException {
        return writer(NOW.minusSeconds(60)).mail(new ByteArrayInputStream(mail.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private List<Event> told() {
        return seen.stream()
                .filter(Sighting.Told.class::isInstance)
                .map(sighting -> ((Sighting.Told) sighting).event())
                .toList();
    }

    private List<String> in(String directory) throws IOException {
        try (Stream<Path> files = Files.list(spool.resolve(directory))) {
            return files.map(file -> Objects.requireNonNull(file.getFileName()).toString())
                    .filter(name -> !name.equals("taken") && !name.equals("bad"))
                    .toList();
        }
    }

    private void assertRefused(String name) throws Exception {
        watcher.look();
        assertThat(seen).isEmpty();
        assertThat(in("bad")).containsExactly(name);
        assertThat(in("taken")).isEmpty();
        assertThat(in("")).isEmpty();
    }

    private static String name(String kind) {
        return kind + "-1794999000000000-0123456789abcdef";
    }

    private static void assumeRoot() {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may do this");
    }

    @Test
    void tellsAMailAsOfTheTimeItCame() throws Exception {
        String name = put(MAIL);
        watcher.look();
        Event event = told().get(0);
        assertThat(event.title()).isEqualTo("disk");
        assertThat(event.identity()).isEqualTo("mail pve1.example.com " + name);
        assertThat(event.at()).isEqualTo(NOW.minusSeconds(60));
        assertThat(event.fields()).containsEntry("hostname", "pve1").containsEntry("type", "system-mail");
        assertThat(event.mail()).isEqualTo(MAIL);
    }

    @Test
    void aTimeThatCannotBeIsNow() throws Exception {
        writer(NOW.plusSeconds(3600)).mail(new ByteArrayInputStream(MAIL.getBytes(StandardCharsets.ISO_8859_1)));
        watcher.look();
        assertThat(told().get(0).at()).isEqualTo(NOW);
    }

    @Test
    void keepsAMailUntilItIsCommitted() throws Exception {
        String name = put(MAIL);
        watcher.look();
        assertThat(in("taken")).containsExactly(name);
        watcher.committed(seen.get(0));
        assertThat(in("taken")).isEmpty();
        assertThat(in("")).isEmpty();
    }

    @Test
    void handsOverOnce() throws Exception {
        put(MAIL);
        watcher.look();
        watcher.look();
        assertThat(seen).hasSize(1);
    }

    @Test
    void whatWasNotCommittedIsTheSameEventInTheNextLife() throws Exception {
        put(MAIL);
        watcher.look();
        watcher().look();
        assertThat(told()).hasSize(2);
        assertThat(told().get(0)).isEqualTo(told().get(1));
    }

    @Test
    void whatWasCommittedIsGoneInTheNextLife() throws Exception {
        put(MAIL);
        watcher.look();
        watcher.committed(seen.get(0));
        watcher().look();
        assertThat(seen).hasSize(1);
    }

    @Test
    void aSightingFromElsewhereRemovesNothing() throws Exception {
        put(MAIL);
        watcher.look();
        watcher.committed(new Sighting.Told(told().get(0)));
        assertThat(in("taken")).hasSize(1);
    }

    @Test
    void aWriterKilledHalfWayLeavesNothingToTell() throws Exception {
        String unfinished = "tmp-" + name("mail");
        Files.writeString(spool.resolve(unfinished), "Subject: ha");
        Files.setLastModifiedTime(spool.resolve(unfinished), FileTime.from(NOW));
        watcher.look();
        assertThat(seen).isEmpty();
        assertThat(in("")).containsExactly(unfinished);
    }

    @Test
    void whatAKilledWriterLeftIsRemovedAfterADay() throws Exception {
        Path unfinished = Files.writeString(spool.resolve("tmp-" + name("mail")), "Subject: ha");
        Files.setLastModifiedTime(unfinished, FileTime.from(NOW.minus(Duration.ofHours(25))));
        watcher.look();
        assertThat(in("")).isEmpty();
    }

    @Test
    void whatWasTakenBeforeAKillIsToldFirst() throws Exception {
        String before = put(MAIL);
        Files.move(spool.resolve(before), spool.resolve("taken").resolve(before), StandardCopyOption.ATOMIC_MOVE);
        writer(NOW.minusSeconds(90))
                .mail(new ByteArrayInputStream("Subject: later\n\n".getBytes(StandardCharsets.UTF_8)));
        watcher.look();
        assertThat(told()).extracting(Event::title).containsExactly("disk", "later");
    }

    @Test
    void takesTheOldestFirstOfWhateverKind() throws Exception {
        writer(NOW.minusSeconds(1)).mail(new ByteArrayInputStream(MAIL.getBytes(StandardCharsets.UTF_8)));
        writer(NOW.minusSeconds(3)).askTest("t1", "mail");
        writer(NOW.minusSeconds(2)).askResend("17");
        watcher.look();
        assertThat(seen.subList(0, 2))
                .containsExactly(new Sighting.TestAsked("t1", "mail"), new Sighting.ResendAsked("17"));
        assertThat(seen.get(2)).isInstanceOf(Sighting.Told.class);
    }

    @Test
    void equalRequestsAreEachCommitted() throws Exception {
        writer(NOW).askResend("mail");
        writer(NOW).askResend("mail");
        watcher.look();
        seen.forEach(watcher::committed);
        assertThat(seen).hasSize(2);
        assertThat(in("taken")).isEmpty();
    }

    @Test
    void requestsOfOthersAreRefused() throws Exception {
        assumeRoot();
        String name = writer(NOW).askResend("mail");
        Files.setAttribute(spool.resolve(name), "unix:uid", 65534);
        assertRefused(name);
    }

    @Test
    void mailsOfOthersAreTold() throws Exception {
        assumeRoot();
        Files.setAttribute(spool.resolve(put(MAIL)), "unix:uid", 65534);
        watcher.look();
        assertThat(told()).hasSize(1);
    }

    @Test
    void aRequestWithoutAQuestionIsRefused() throws Exception {
        Files.writeString(spool.resolve(name("test")), "id=1\ntarget=\n");
        assertRefused(name("test"));
    }

    @Test
    void aRequestThatIsTooLargeIsRefused() throws Exception {
        Files.writeString(spool.resolve(name("resend")), "what=mail\n" + "#".repeat(5000));
        assertRefused(name("resend"));
    }

    @Test
    void garbageIsKeptAside() throws Exception {
        Files.write(spool.resolve(name("mail")), new byte[] {0, 1, 2, (byte) 0xFF, '\n'});
        assertRefused(name("mail"));
    }

    @Test
    void aSymbolicLinkIsNotFollowed() throws Exception {
        Path secret = Files.writeString(spool.resolveSibling("secret"), MAIL);
        Files.createSymbolicLink(spool.resolve(name("mail")), secret);
        assertRefused(name("mail"));
        assertThat(secret).hasContent(MAIL);
    }

    @Test
    void aSecondNameOfAnotherFileIsNotRead() throws Exception {
        Path secret = Files.writeString(spool.resolveSibling("secret"), MAIL);
        Files.createLink(spool.resolve(name("mail")), secret);
        assertRefused(name("mail"));
        assertThat(secret).hasContent(MAIL);
    }

    @Test
    void aPipeDoesNotStopTheOthers() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", spool.resolve(name("mail")).toString())
                        .start()
                        .waitFor(10, TimeUnit.SECONDS))
                .isTrue();
        put(MAIL);
        watcher.look();
        assertThat(told()).hasSize(1);
        assertThat(in("bad")).containsExactly(name("mail"));
    }

    @Test
    void aDirectoryDoesNotStopTheOthers() throws Exception {
        Files.createDirectories(spool.resolve(name("mail")).resolve("full"));
        Files.createDirectories(spool.resolve("tmp-x").resolve("full"));
        Files.setLastModifiedTime(spool.resolve("tmp-x"), FileTime.from(Instant.EPOCH));
        put(MAIL);
        watcher.look();
        assertThat(told()).hasSize(1);
    }

    @Test
    void whatIsKeptAsideDoesNotGrowWithoutEnd() throws Exception {
        for (int i = 0; i < 120; i++) {
            Files.writeString(spool.resolve("mail-1794999000000%03d-0123456789abcdef".formatted(i)), "");
        }
        watcher.look();
        assertThat(in("bad"))
                .hasSize(100)
                .contains("mail-1794999000000119-0123456789abcdef")
                .doesNotContain("mail-1794999000000019-0123456789abcdef");
    }

    @Test
    void leavesForeignNamesAlone() throws Exception {
        Files.writeString(spool.resolve("notes.txt"), MAIL);
        watcher.look();
        assertThat(seen).isEmpty();
        assertThat(in("")).containsExactly("notes.txt");
    }

    @Test
    void aHugeMailIsToldCut() throws Exception {
        put(MAIL + "x".repeat(SpoolWatcher.LARGEST_MAIL));
        watcher.look();
        String mail = Objects.requireNonNull(told().get(0).mail());
        assertThat(mail).hasSizeBetween(SpoolWatcher.LARGEST_MAIL, SpoolWatcher.LARGEST_MAIL + 100);
        assertThat(mail).endsWith("[allclear: this mail was too large; what follows was cut off]\n");
        assertThat(told().get(0).body().toString()).hasSizeLessThan(70_000).contains("cut off");
    }

    @Test
    void ownMailsThatCameBackMakeNoEvent() throws Exception {
        put("X-Allclear-Forwarded: PVE1.example.com\nSubject: again\n\n");
        put("Auto-Submitted: auto-generated;\nX-Allclear-Type: vzdump\nSubject: again\n\n");
        watcher.look();
        assertThat(seen).isEmpty();
        assertThat(in("taken")).isEmpty();
        assertThat(in("bad")).isEmpty();
    }

    @Test
    void mailsThatAnotherHostForwardedAreTold() throws Exception {
        put("X-Allclear-Forwarded: pve1.example.org\nSubject: x\n\n");
        put("Auto-Submitted: auto-generated\nSubject: x\n\n");
        watcher.look();
        assertThat(told()).hasSize(2);
    }

    @Test
    void makesTheSpoolSoThatOthersMayPutButNotList() throws Exception {
        spool = spool.resolveSibling("fresh");
        watcher().look();
        assertThat((int) Files.getAttribute(spool, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777)
                .isEqualTo(01733);
        assertThat((int) Files.getAttribute(spool.resolve("taken"), "unix:mode") & 07777)
                .isEqualTo(0700);
    }

    @Test
    void isBlindOnceWhileThereCanBeNoSpool() throws Exception {
        spool = spool.resolveSibling("missing").resolve("spool");
        SpoolWatcher blind = watcher();
        blind.look();
        blind.look();
        assertThat(seen).hasSize(1);
        assertThat(((Sighting.Blind) seen.get(0)).problem()).contains("the directory above it is missing");
        Files.createDirectory(Objects.requireNonNull(spool.getParent()));
        blind.look();
        assertThat(seen).endsWith(new Sighting.Blind(spool.toString(), ""));
    }

    @Test
    void doesNotTrustADirectoryThatSomebodyElseMade() throws Exception {
        assumeRoot();
        Files.setAttribute(spool.resolve("taken"), "unix:uid", 65534);
        put(MAIL);
        watcher.look();
        assertThat(told()).isEmpty();
        assertThat(((Sighting.Blind) seen.get(0)).problem()).contains("was made by somebody else");
    }

    @Test
    void doesNotFollowALinkInPlaceOfItsOwnDirectory() throws Exception {
        Files.delete(spool.resolve("taken"));
        Files.createSymbolicLink(spool.resolve("taken"), Files.createDirectory(spool.resolveSibling("elsewhere")));
        put(MAIL);
        watcher.look();
        assertThat(told()).isEmpty();
    }

    @Test
    void holdsOnlySomeMegabytesInHand() throws Exception {
        for (int i = 0; i < 3; i++) {
            put(MAIL + "x".repeat(5_000_000));
        }
        start(watcher);
        await().until(() -> told().size() == 2 && in("taken").size() == 3);
        assertThat(told()).hasSize(2);
        watcher.committed(told(0));
        await().until(() -> told().size() == 3);
    }

    private Sighting told(int number) {
        return seen.stream().filter(Sighting.Told.class::isInstance).toList().get(number);
    }

    private void start(Runnable body) {
        Thread thread = new Thread(body, "spool");
        threads.add(thread);
        thread.start();
    }

    @Test
    void closingEndsTheWaitForRoom() throws Exception {
        put(MAIL + "x".repeat(7_000_000));
        put(MAIL + "x".repeat(7_000_000));
        start(watcher);
        await().until(() -> in("taken").size() == 2);
        watcher.close();
        threads.get(0).join(5000);
        assertThat(told()).hasSize(1);
    }

    @Test
    void twoWritersAndAWatcherLoseNothingAndTellNothingTwice() throws Exception {
        watcher = new SpoolWatcher(spool, "pve1", this::seeAndCommit, () -> NOW);
        start(watcher);
        await().until(() -> seen.contains(new Sighting.CaughtUp()));
        for (int w = 0; w < 2; w++) {
            int number = w;
            start(() -> write(number));
        }
        await().until(() -> told().size() >= 80);
        assertThat(new HashSet<>(told().stream().map(Event::title).toList())).hasSize(80);
        await().until(() -> in("taken").isEmpty() && in("").isEmpty());
        assertThat(told()).hasSize(80);
    }

    private void seeAndCommit(Sighting sighting) {
        seen.add(sighting);
        watcher.committed(sighting);
    }

    private void write(int number) {
        try {
            for (int i = 0; i < 40; i++) {
                put("Subject: mail " + number + " " + i + "\n\n");
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
