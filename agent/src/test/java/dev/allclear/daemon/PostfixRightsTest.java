package dev.allclear.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.AgentConf;
import dev.allclear.config.PageConf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostfixRightsTest {
    /** With the built-in target, which is root's address by sendmail. */
    private static final AgentConf MAILS = new AgentConf(List.of(), List.of(), Path.of("/nowhere"));

    @TempDir
    private Path host;

    @BeforeEach
    void hasPostfixAndTheServicesUser() throws IOException {
        Files.createFile(host.resolve("postdrop"));
        Files.writeString(host.resolve("passwd"), "root:x:0:0::/root:/bin/sh\nallclear:x:997:997::/:/sbin/nologin\n");
        Files.writeString(host.resolve("group"), "allclear:x:997:\npostdrop:x:105:someone\n");
    }

    private PostfixRights rights() {
        return new PostfixRights(host.resolve("postdrop"), host.resolve("passwd"), host.resolve("group"));
    }

    @Test
    void aUserWhoIsNotOfTheGroupIsTold() {
        assertThat(rights().fault(MAILS).orElseThrow())
                .startsWith("mail-to-root: Postfix takes no mail from the user allclear")
                .contains("Type: usermod -aG postdrop allclear");
    }

    @Test
    void aMemberHasNothingToDo() throws IOException {
        Files.writeString(host.resolve("group"), "postdrop:x:105:someone,allclear\n");
        assertThat(rights().fault(MAILS)).isEmpty();
    }

    @Test
    void anotherMailSystemIsNotJudged() throws IOException {
        Files.delete(host.resolve("postdrop"));
        assertThat(rights().fault(MAILS)).isEmpty();
    }

    @Test
    void aDaemonOfRootNeedsNoGroup() throws IOException {
        Files.writeString(host.resolve("passwd"), "root:x:0:0::/root:/bin/sh\n");
        assertThat(rights().fault(MAILS)).isEmpty();
    }

    @Test
    void withoutSendmailNothingIsMissing() {
        AgentConf silent = new AgentConf(
                List.of(),
                List.of(),
                MAILS.ledgerDirectory(),
                MAILS.spool(),
                MAILS.templates(),
                List.of(),
                List.of(),
                false,
                PageConf.NONE);
        assertThat(rights().fault(silent)).isEmpty();
    }
}
