package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.verdict.StoreJob;
import dev.allclear.verdict.StoreJob.Kind;
import org.junit.jupiter.api.Test;

class StoreJobsCfgTest {

    @Test
    void takesTheCollectionOfEachDatastoreForAJob() {
        assertThat(StoreJobsCfg.DATASTORES.parse("datastore.cfg", """
                        datastore: store1
                        \tcomment garbage
                        \tgc-schedule sat 18:15
                        \tpath /mnt/store1

                        datastore: store2
                        \tpath /mnt/store2
                        """).jobs())
                .containsExactly(
                        new StoreJob(Kind.GC, "store1", "store1", "sat 18:15"),
                        new StoreJob(Kind.GC, "store2", "store2", null));
    }

    @Test
    void readsEachKindOfJob() {
        assertThat(StoreJobsCfg.SYNC.parse("sync.cfg", """
                        sync: s-1a2b3c4d-5e6f
                        \tremote pbs2
                        \tremote-store offsite
                        \tschedule hourly
                        \tstore store1
                        """).jobs())
                .containsExactly(new StoreJob(Kind.SYNC, "s-1a2b3c4d-5e6f", "store1", "hourly"));
        assertThat(StoreJobsCfg.VERIFICATION.parse("verification.cfg", """
                        verification: v-8c3f2a10-91de
                        \tschedule daily
                        \tstore store1
                        """).jobs())
                .containsExactly(new StoreJob(Kind.VERIFY, "v-8c3f2a10-91de", "store1", "daily"));
        assertThat(StoreJobsCfg.TAPE.parse("tape-job.cfg", """
                        backup: t-lto-0001
                        \tdrive lto0
                        \tpool offline
                        \tstore store1
                        """).jobs())
                .containsExactly(new StoreJob(Kind.TAPE, "t-lto-0001", "store1", null));
    }

    @Test
    void takesADisabledPruneJobForOneWithoutASchedule() {
        assertThat(StoreJobsCfg.PRUNE.parse("prune.cfg", """
                        prune: off
                        \tdisable true
                        \tschedule daily
                        \tstore store1

                        prune: on
                        \tdisable 0
                        \tschedule daily
                        \tstore store1
                        """).jobs())
                .containsExactly(
                        new StoreJob(Kind.PRUNE, "off", "store1", null),
                        new StoreJob(Kind.PRUNE, "on", "store1", "daily"));
    }

    @Test
    void saysWhichJobNamesNoDatastoreAndKeepsTheOthers() {
        StoreJobsCfg.Parsed parsed = StoreJobsCfg.SYNC.parse(
                "sync.cfg", "sync: lost\n\tschedule daily\n\nsync: good\n\tstore store1\n\nother: x\n\tstore s\n");

        assertThat(parsed.jobs()).extracting(StoreJob::id).containsExactly("good");
        assertThat(parsed.problems()).singleElement().asString().contains("sync.cfg", "'lost' names no datastore");
    }
}
