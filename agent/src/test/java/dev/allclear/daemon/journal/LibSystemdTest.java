package dev.allclear.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LibSystemdTest {

    @Test
    void namesThePackageOfAMissingLibrary() {
        assertThatThrownBy(() -> LibSystemd.load("libnosuchthing.so.0"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("libnosuchthing.so.0 cannot be loaded (")
                .hasMessageEndingWith("apt-get install libsystemd0`");
    }

    @Test
    void loadsNothingWhereStandardErrorIsNoJournal() throws IOException {
        assertThat(LibSystemd.ofThisProcess()).isNull();
    }
}
