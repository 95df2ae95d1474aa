package dev.allclear.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.deliver.kuma.PushUrl;
import dev.allclear.status.view.WatchWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
    @TempDir
    private Path directory;

    private SampleHost host;

    @BeforeEach
    void makeHost() {
        host = new SampleHost(directory);
    }

    private Terminal.Result init(String... more) {
        List<String> args = new ArrayList<>(List.of("init", "--yes", "--root", directory.toString()));
        args.addAll(List.of("--since", "2020-01-01"));
        args.addAll(List.of(more));
        return Terminal.run(args.toArray(String[]::new));
    }

    private AgentConf.Reading.Good written() {
        AgentConf.Reading reading = AgentConf.read(host.agentConf(), null, Map.of(), PushUrl::fault);
        assertThat(reading).isInstanceOf(AgentConf.Reading.Good.class);
        return (AgentConf.Reading.Good) reading;
    }

    private List<String> watches() {
        return written().conf().heartbeats().stream()
                .map(HeartbeatConf::rule)
                .map(rule -> rule.name() + ": " + WatchWords.of(rule.watch()))
                .toList();
    }

    @Test
    void writesOneHeartbeatForEachScheduledJob() throws IOException {
        host.pve("01-ok-1-guest");
        assertThat(init().code()).isZero();
        assertThat(watches()).containsExactly("nightly: job backup-2f6c1d0e-91aa");
    }

    @Test
    void writesOneHeartbeatForEachJobOfABackupServer() throws IOException {
        host.pbs();
        assertThat(init().code()).isZero();
        assertThat(watches())
                .containsExactly(
                        "gc-store1: task gc:store1",
                        "prune-p-daily: task prune:p-daily",
                        "sync-s-offsite: task sync:s-offsite",
                        "verify-v-week: task verify:v-week");
    }

    @Test
    void aHostWithBothProductsHasBothAsSources() throws IOException {
        host.pve("01-ok-1-guest").pbs();
        init();
        assertThat(written().conf().sources()).extracting("name").containsExactly("local", "local-pbs");
    }

    @Test
    void anUnknownUrlIsNamedByCheckAsStillToBeFilledIn() throws IOException {
        host.pve("01-ok-1-guest");
        init();
        Terminal.Result check =
                Terminal.run("check", "--offline", "-c", host.agentConf().toString());
        assertThat(check.out())
                .contains("PROBLEM  " + host.agentPrivConf() + ":2: the push URL of 'heartbeat: nightly' is still to be"
                        + " filled in");
        assertThat(check.code()).isEqualTo(ExitCode.NO);
    }

    @Test
    void aPlaceholderIsNoUrlForTheDaemon() throws IOException {
        host.pve("01-ok-1-guest");
        init();
        assertThat(written().conf().heartbeats().get(0).url().isEmpty()).isTrue();
    }

    @Test
    void takesOverTheUrlOfTheOneJobsHook() throws IOException {
        host.pve("01-ok-1-guest").hook();
        Terminal.Result result = init();
        assertThat(written().conf().heartbeats().get(0).url().reveal())
                .isEqualTo("http://10.0.0.5:3001/api/push/" + SampleHost.TOKEN);
        assertThat(result.out() + result.err()).doesNotContain(SampleHost.TOKEN);
    }

    @Test
    void onlyTheOwnerCanReadTheUrls() throws IOException {
        host.pve("01-ok-1-guest").hook();
        init();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(host.agentPrivConf())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(host.agentConf())).doesNotContain(SampleHost.TOKEN);
    }

    @Test
    void leavesAConfigurationWithHeartbeatsAlone() throws IOException {
        host.pve("01-ok-1-guest").file("etc/allclear/agent.conf", "heartbeat: mine\n\ttask vzdump\n");
        Terminal.Result result = init();
        assertThat(result.code()).isEqualTo(ExitCode.NO);
        assertThat(result.err()).contains("has heartbeats, or faults, already and is left as it is");
        assertThat(Files.readString(host.agentConf())).isEqualTo("heartbeat: mine\n\ttask vzdump\n");
    }

    @Test
    void forceReplacesItAndKeepsIt() throws IOException {
        host.pve("01-ok-1-guest").file("etc/allclear/agent.conf", "heartbeat: mine\n\ttask vzdump\n");
        assertThat(init("--force").code()).isZero();
        assertThat(watches()).containsExactly("nightly: job backup-2f6c1d0e-91aa");
        assertThat(host.agentConf().resolveSibling("agent.conf.bak"))
                .content()
                .isEqualTo("heartbeat: mine\n\ttask vzdump\n");
    }

    @Test
    void forceKeepsTheTokensOfSources() throws IOException {
        host.pve("01-ok-1-guest").file("etc/allclear/agent.conf", "heartbeat: mine\n\ttask vzdump\n");
        host.file(
                "etc/allclear/agent-priv.conf",
                "heartbeat: mine\n\turl http://old.example/api/push/x\n\npve: cluster\n\ttoken 1-2-3\n");
        init("--force");
        assertThat(Files.readString(host.agentPrivConf()))
                .contains("token 1-2-3")
                .doesNotContain("old.example");
    }

    @Test
    void keepsWhatAConfigurationWithoutHeartbeatsSays() throws IOException {
        host.pve("01-ok-1-guest").file("etc/allclear/agent.conf", "# my ledger\nledger: main\n\tpath /srv/ledger\n");
        init();
        assertThat(written().conf().ledgerDirectory()).isEqualTo(Path.of("/srv/ledger"));
        assertThat(watches()).hasSize(1);
    }

    @Test
    void replacesTheExampleThatIsShipped() throws IOException {
        host.pve("01-ok-1-guest")
                .file(
                        "etc/allclear/agent.conf",
                        "heartbeat: nightly\n\tjob backup-3f1c0b6e-4c8d\n\turl"
                                + " http://10.0.0.5:3001/api/push/AbCdEf1234?status=up&msg=OK&ping=\n");
        assertThat(init().code()).isZero();
        assertThat(watches()).containsExactly("nightly: job backup-2f6c1d0e-91aa");
    }

    @Test
    void saysWhatToSetInKuma() throws IOException {
        host.pve("01-ok-1-guest");
        assertThat(init().out())
                .containsPattern("heartbeat +heartbeat interval +retries +resend +schedule")
                .containsPattern("nightly +93600 s +0 +0 +01:00");
    }

    @Test
    void printsTheCommandsForATokenWithTheLeastRights() throws IOException {
        host.pve("01-ok-1-guest").pbs();
        assertThat(init().out())
                .contains("    pveum acl modify / --users allclear@pve --roles PVEAuditor\n")
                .contains("    proxmox-backup-manager acl update / Audit --auth-id 'allclear@pbs!agent'\n")
                .contains("    proxmox-backup-manager acl update /remote RemoteAudit --auth-id 'allclear@pbs'\n")
                .doesNotContain("TapeAudit");
    }

    @Test
    void judgesThePastBesideWhatTheHookAndTheMailSaid() throws IOException {
        host.pve("15b-hook-one-guest-failed").hook();
        host.file("etc/pve/jobs.cfg", """
                vzdump: backup-1
                \tschedule 07:25
                \tvmid 101,102,201
                \tmode stop
                \tstorage local
                \tscript /usr/local/bin/vzdump-hook.py
                """);
        assertThat(init().out())
                .contains("The past (allclear replay")
                .containsPattern("FAILED +failed +pushes +the hook pushes without proof");
    }

    @Test
    void aHostWithoutProxmoxIsToldSo() {
        Terminal.Result result = init();
        assertThat(result.code()).isEqualTo(ExitCode.NO);
        assertThat(result.err()).contains("neither Proxmox VE nor Proxmox Backup Server was found");
    }

    @Test
    void withoutATerminalAndWithoutYesNothingIsWritten() throws IOException {
        host.pve("01-ok-1-guest");
        org.junit.jupiter.api.Assumptions.assumeFalse(
                Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString().startsWith("/dev/pts"));
        Terminal.Result result = Terminal.run("init", "--root", directory.toString());
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(host.agentConf()).doesNotExist();
    }
}
