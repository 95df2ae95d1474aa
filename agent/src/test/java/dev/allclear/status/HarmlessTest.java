package dev.allclear.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HarmlessTest {
    @Test
    void turnsNoDirectionOfWriting() {
        assertThat(Harmless.text("\u202Eexe.doc\u202C \u2066x\u2069")).isEqualTo("\uFFFDexe.doc\uFFFD \uFFFDx\uFFFD");
    }

    @Test
    void leavesNoControlCharacterButLineEndsAndTabs() {
        assertThat(Harmless.text("a\u0000b\u001B[31m\r\n\tc\u0085")).isEqualTo("a\uFFFDb\uFFFD[31m\uFFFD\n\tc\uFFFD");
    }

    @Test
    void leavesNoHalfOfAPair() {
        assertThat(Harmless.text("x\uD83Dy\uDE00 \uD83D\uDE00")).isEqualTo("x\uFFFDy\uFFFD \uD83D\uDE00");
    }

    @Test
    void keepsEveryOtherScript() {
        assertThat(Harmless.text("גיבוי نسخة 备份 ünïcode")).isEqualTo("גיבוי نسخة 备份 ünïcode");
    }

    @Test
    void makesOneLineOfSeveral() {
        assertThat(Harmless.line("a\nb\tc")).isEqualTo("a b c");
    }
}
