package dev.allclear.watch.pve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TokenRightsTest {
    private static final List<String> NODES = List.of("pve1", "pve2");

    /** What a real server answered one of its tokens. */
    private static TokenRights recorded(String who) throws IOException {
        Map<String, Set<String>> paths = new TreeMap<>();
        try (InputStream in =
                Objects.requireNonNull(TokenRightsTest.class.getResourceAsStream("/rights/pve-permissions.txt"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                List<String> words = Arrays.asList(line.split(" ", -1));
                if (words.size() > 1 && words.get(0).equals(who)) {
                    paths.put(words.get(1), new TreeSet<>(words.subList(2, words.size())));
                }
            }
        }
        return TokenRights.of("watch@pve!push", paths);
    }

    @Test
    void anAuditorOnTheRootSeesEverything() throws IOException {
        assertThat(recorded("auditor").problems(NODES)).isEmpty();
        assertThat(recorded("operator").problems(NODES)).isEmpty();
    }

    @Test
    void aTokenWithoutAnyRightSeesNothing() throws IOException {
        TokenRights none = recorded("norights");
        assertThat(none.hidden(NODES)).containsExactly("pve1", "pve2");
        assertThat(none.seesGuests()).isFalse();
        assertThat(none.problems(NODES))
                .containsOnlyKeys("rights node pve1", "rights node pve2", "rights jobs", "rights guests");
    }

    @Test
    void saysWhatToTypeForTheTokenAndForItsUser() throws IOException {
        assertThat(recorded("norights").problems(NODES).get("rights node pve2"))
                .isEqualTo(
                        "cannot see node pve2: the token watch@pve!push lacks Sys.Audit on /nodes/pve2, so Proxmox shows "
                                + "it an empty task list; type: pveum acl modify /nodes/pve2 --tokens 'watch@pve!push' --roles "
                                + "PVEAuditor, and since a token never may more than its user: pveum acl modify /nodes/pve2 "
                                + "--users 'watch@pve' --roles PVEAuditor");
    }

    @Test
    void theNearestPathDecides() {
        TokenRights rights = TokenRights.of(
                "a@pve!b",
                Map.of(
                        "/", Set.of("Sys.Audit", "VM.Audit"),
                        "/nodes/pve2", Set.of("Sys.Syslog"),
                        "/vms", Set.of("VM.Audit")));
        assertThat(rights.hidden(NODES)).containsExactly("pve2");
        assertThat(rights.seesGuests()).isTrue();
    }

    @Test
    void theRightForOneNodeIsNotThatForTheCluster() {
        TokenRights rights = TokenRights.of("a@pve!b", Map.of("/nodes/pve1", Set.of("Sys.Audit")));
        assertThat(rights.hidden(NODES)).containsExactly("pve2");
        assertThat(rights.problems(List.of("pve1"))).containsOnlyKeys("rights jobs", "rights guests");
    }
}
