package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameSetTest {
    private final NameSet names = new NameSet();

    private static String name(int number) {
        return String.format("UPID:pve1:%08X:00000100:%08X:vzdump::root@pam:", number, 0x69000000 + number / 7);
    }

    @Test
    void knowsWhatWasAddedAndNothingElse() {
        for (int i = 0; i < 20_000; i++) {
            names.add(name(i));
        }

        for (int i = 0; i < 20_000; i++) {
            assertThat(names.contains(name(i))).isTrue();
            assertThat(names.contains(name(i + 20_000))).isFalse();
        }
    }

    @Test
    void countsANameOnce() {
        names.add(name(1));
        names.add(name(1));
        names.add(name(2));

        assertThat(names.size()).isEqualTo(2);
    }

    @Test
    void startsEmpty() {
        assertThat(names.contains("")).isFalse();
        assertThat(names.contains(name(1))).isFalse();
    }
}
