package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.AgentConf.Reading;
import dev.allclear.deliver.kuma.PushUrl;
import dev.allclear.route.DefaultMatcher;
import dev.allclear.route.MatcherRule;
import dev.allclear.task.Upid.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code notifications FILE} brings in. */
class ProxmoxFilesTest {
    private static final String PUBLIC = "/etc/pve/notifications.cfg";
    private static final String PRIVATE = "/etc/pve/priv/notifications.cfg";
    private static final String PVE = "pve: here\n\tnotifications " + PUBLIC + "\n\n";
    private static final String GOTIFY = "gotify: push\n\tserver https://g.example.com\n\n";

    @Test
    void missingFileHasTheBuiltInsOfPve() {
        AgentConf conf = conf(PVE, Map.of());
        assertThat(conf.targets()).containsExactly(AgentConf.DEFAULT_TARGET);
        assertThat(conf.matchers()).containsExactly(DefaultMatcher.of(Product.PVE));
        assertThat(conf.defaultMatcher()).isFalse();
    }

    @Test
    void missingFileHasTheBuiltInsOfPbs() {
        assertThat(conf("pbs: here\n\tnotifications /etc/proxmox-backup/notifications.cfg\n", Map.of())
                        .matchers())
                .containsExactly(DefaultMatcher.of(Product.PBS));
    }

    @Test
    void privateFileOfPveIsWherePveHasIt() {
        assertThat(conf(PVE, Map.of(PUBLIC, GOTIFY, PRIVATE, "gotify: push\n\ttoken t\n"))
                        .targets())
                .extracting(TargetConf::name)
                .containsExactly("push", "mail-to-root");
    }

    @Test
    void privateFileOfPbsIsWherePbsHasIt() {
        assertThat(conf(
                                "pbs: here\n\tnotifications /b/notifications.cfg\n",
                                Map.of(
                                        "/b/notifications.cfg",
                                        GOTIFY,
                                        "/b/notifications-priv.cfg",
                                        "gotify: push\n\ttoken t\n"))
                        .targets())
                .extracting(TargetConf::name)
                .contains("push");
    }

    @Test
    void privateFileMayBeElsewhere() {
        assertThat(conf(
                                "pve: here\n\tnotifications " + PUBLIC + " /s/secret.cfg\n",
                                Map.of(PUBLIC, GOTIFY, "/s/secret.cfg", "gotify: push\n\ttoken t\n"))
                        .targets())
                .extracting(TargetConf::name)
                .contains("push");
    }

    @Test
    void disabledSourceBringsNothing() {
        assertThat(conf("pve: here\n\tdisable 1\n\tnotifications " + PUBLIC + "\n", Map.of())
                        .defaultMatcher())
                .isTrue();
    }

    @Test
    void everyFaultIsReportedAndEverythingElseWorks() {
        Map<String, String> files = Map.of(
                PUBLIC,
                """
                sendmail: mail
                \tmailto a@example.com

                matcher: bad
                \tmatch-severity eror
                \ttarget mail

                smtp: relay
                \tserver s

                matcher: good
                \ttarget mail
                \ttarget push

                webhook: hook
                \tmethod post
                \turl http://h/x
                \tbody SECRETSECRET*

                """ + GOTIFY,
                PRIVATE,
                "webhook: hook\n\tsecret name=k,value=SECRETSECRET*\n\nbogus: x1\n\ttoken SECRETSECRET\n");
        Reading reading = Confs.read(PVE, null, files);
        assertThat(Confs.leftOut(reading))
                .containsExactly(
                        PUBLIC + ":5: match-severity 'eror' of 'matcher: bad', which is left out: 'eror' is no"
                                + " severity; write one or more of info,notice,warning,error,unknown",
                        PUBLIC + ":10: smtp 'relay', which begins in line 8, has no 'from-address'; add an indented"
                                + " line 'from-address …' to it",
                        PUBLIC + ":18: body of 'webhook: hook' is not base64 of a text in UTF-8; encode it as Proxmox"
                                + " does, for example with: printf %s 'TEXT' | base64 -w0",
                        PUBLIC + ":20: 'gotify: push' has no stanza in " + PRIVATE + ", and is no target for Proxmox"
                                + " without; save the target again in the web interface, or write 'gotify: push'"
                                + " there",
                        PRIVATE + ":2: secret of 'webhook: hook' is not base64 of a text in UTF-8; encode it as Proxmox"
                                + " does, for example with: printf %s 'TEXT' | base64 -w0",
                        PRIVATE + ":4: unknown type of stanza 'bogus'; possible are smtp, gotify, webhook");
        assertThat(reading.toString()).doesNotContain("SECRETSECRET");
        AgentConf conf = ((Reading.Good) reading).conf();
        assertThat(conf.targets()).extracting(TargetConf::name).containsExactly("mail", "mail-to-root");
        assertThat(conf.matchers()).extracting(MatcherRule::name).containsExactly("good", "default-matcher");
    }

    @Test
    void builtInsAreReplacedWhole() {
        AgentConf conf =
                conf(PVE, Map.of(PUBLIC, "sendmail: mail-to-root\n\tmailto a@b.c\n\nmatcher: default-matcher\n"));
        assertThat(conf.targets())
                .singleElement()
                .extracting(target -> ((TargetConf.Sendmail) target).recipients())
                .isEqualTo(new TargetConf.Recipients(List.of("a@b.c"), List.of()));
        assertThat(conf.matchers())
                .singleElement()
                .satisfies(rule -> assertThat(rule.targets()).isEmpty());
    }

    @Test
    void secretsInThePublicFileDoNotCount() {
        AgentConf conf = conf(
                PVE,
                Map.of(
                        PUBLIC,
                        "webhook: hook\n\tmethod get\n\turl http://h\n\tsecret name=open,value=YQ==\n",
                        PRIVATE,
                        "webhook: hook\n\tsecret name=k,value=YQ==\n"));
        assertThat(((TargetConf.Webhook) conf.targets().get(0)).secrets()).containsOnlyKeys("k");
    }

    @Test
    void privateStanzaOfAnotherTypeIsWarnedOf() {
        assertThat(warnings(
                        PVE,
                        Map.of(
                                PUBLIC,
                                "smtp: relay\n\tserver s\n\tfrom-address f@x\n\tmailto a@x\n",
                                PRIVATE,
                                "gotify: relay\n\ttoken t\n")))
                .contains(PRIVATE + ":1: 'gotify: relay' is of another type than 'smtp: relay' in " + PUBLIC
                        + ": what is in it is not used; give both the same type");
    }

    @Test
    void oursWinByName() {
        Reading reading = Confs.read(
                "sendmail: mail\n\tmailto ours@example.com\n\n" + PVE,
                null,
                Map.of(PUBLIC, "sendmail: mail\n\tmailto theirs@example.com\n"));
        assertThat(reading.warnings().stream().map(Problem::toString))
                .contains(PUBLIC + ":1: 'sendmail: mail' is not used: 'sendmail: mail' in line 1 has its name and wins;"
                        + " give one of them another name if both are meant");
        assertThat(((Reading.Good) reading).conf().target("mail").orElseThrow())
                .extracting(
                        target -> ((TargetConf.Sendmail) target).recipients().mailto())
                .isEqualTo(List.of("ours@example.com"));
    }

    @Test
    void builtInsOfTwoProductsAreNoConflictToWarnOf() {
        assertThat(warnings(PVE + "pbs: there\n\tnotifications /b/notifications.cfg\n", Map.of()))
                .noneMatch(line -> line.contains("is not used"));
    }

    @Test
    void aFileThatTwoSourcesNameIsReadOnce() {
        assertThat(warnings(
                        PVE + "pve: there\n\tdisable 0\n\tlocal no\n\turl https://10.0.0.11\n\ttoken-id a@pve!t\n"
                                + "\ttoken x\n\tnotifications " + PUBLIC + "\n",
                        Map.of(PUBLIC, "sendmail: mail\n\tmailto a@example.com\n")))
                .noneMatch(line -> line.contains("is not used"));
    }

    @Test
    void unreadablePrivateFileIsReportedWithWhatItCosts() {
        assertThat(Confs.leftOut(Confs.read(PVE, null, Map.of(PUBLIC, GOTIFY, PRIVATE, ""))))
                .containsExactly(PRIVATE + ": cannot be read; these targets are left out: push; chmod");
    }

    @Test
    void unreadablePrivateFileThatNobodyNeedsIsNoFault() {
        assertThat(Confs.leftOut(Confs.read(PVE, null, Map.of(PRIVATE, "")))).isEmpty();
    }

    @Test
    void unreadablePublicFileLeavesTheBuiltIns() {
        Reading reading = Confs.read(PVE, null, Map.of(PUBLIC, ""));
        assertThat(Confs.leftOut(reading)).containsExactly(PUBLIC + ": cannot be read; chmod");
        assertThat(((Reading.Good) reading).conf().targets()).containsExactly(AgentConf.DEFAULT_TARGET);
    }

    @Test
    void readsRealFiles(@TempDir Path directory) throws IOException {
        Path agent = directory.resolve("agent.conf");
        Path file = directory.resolve("notifications.cfg");
        Files.writeString(agent, "pve: here\n\tnotifications " + file + "\n");
        Files.writeString(file, "sendmail: mail\n\tmailto a@example.com\n");
        Reading reading = AgentConf.read(agent, null, Map.of(), PushUrl::fault);
        assertThat(((Reading.Good) reading).conf().target("mail")).isPresent();
    }

    private static AgentConf conf(String text, Map<String, String> files) {
        Reading reading = Confs.read(text, null, files);
        assertThat(Confs.leftOut(reading)).isEmpty();
        return ((Reading.Good) reading).conf();
    }

    private static List<String> warnings(String text, Map<String, String> files) {
        return Confs.read(text, null, files).warnings().stream()
                .map(Problem::toString)
                .toList();
    }
}
