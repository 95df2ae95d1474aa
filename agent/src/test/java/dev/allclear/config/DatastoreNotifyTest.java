package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.NotifyConf.Mode;
import dev.allclear.config.NotifyConf.When;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatastoreNotifyTest {

    @Test
    void readsTheOptionsOfADatastore() {
        assertThat(DatastoreNotify.parse("""
                        datastore: vault
                        \tpath /a
                        \tnotification-mode legacy-sendmail
                        \tnotify gc=never,verify=error
                        \tnotify-user admin@pbs
                        """))
                .containsEntry(
                        "vault",
                        new NotifyConf(
                                Mode.LEGACY_SENDMAIL,
                                When.NEVER,
                                When.ERROR,
                                When.ALWAYS,
                                When.ERROR,
                                "admin@pbs",
                                List.of(),
                                false));
    }

    @Test
    void aDatastoreWithoutModeUsesTheNotificationSystem() {
        assertThat(DatastoreNotify.parse("datastore: vault\n\tpath /a\n")).containsEntry("vault", NotifyConf.DEFAULT);
    }

    @Test
    void optionsThatMeanNothingAreAsUsual() {
        assertThat(DatastoreNotify.parse("datastore: vault\n\tnotify gc=sometimes\n\ndatastore: b\n\tnotify x\n"))
                .containsEntry("vault", NotifyConf.DEFAULT)
                .containsEntry("b", NotifyConf.DEFAULT);
    }
}
