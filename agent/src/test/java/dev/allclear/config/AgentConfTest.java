package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.AgentConf.Reading;
import dev.allclear.config.HeartbeatConf.Kind;
import dev.allclear.config.NotifyConf.When;
import dev.allclear.deliver.kuma.PushUrl;
import dev.allclear.task.Upid;
import dev.allclear.task.Upid.Product;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.StoreJob;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentConfTest {
    private static final String URL = "http://10.0.0.5:3001/api/push/AbCdEf1234?status=up&msg=OK&ping=";
    private static final String SMALLEST = "heartbeat: nightly\n\tjob backup-1\n\turl " + URL + "\n";
    private static final Path LEDGER = Path.of("/state");

    @Test
    void defaults() {
        assertThat(good(SMALLEST, null))
                .isEqualTo(new AgentConf(
                        List.of(new HeartbeatConf(
                                new Heartbeat(
                                        "nightly",
                                        new Heartbeat.JobWatch("backup-1"),
                                        new TreeSet<>(),
                                        true,
                                        false,
                                        true,
                                        Duration.ofMinutes(15),
                                        null),
                                new Secret(URL),
                                HeartbeatConf.Method.GET,
                                null,
                                Duration.ofSeconds(30),
                                false,
                                false,
                                Duration.ofHours(1))),
                        List.of(SourceConf.ofThisHost(
                                "local",
                                Product.PVE,
                                new LocalHost(
                                        Path.of("/var/log/pve/tasks"),
                                        Path.of("/etc/pve/jobs.cfg"),
                                        Path.of("/var/lib/pve-manager/jobs"),
                                        Path.of("/proc"),
                                        Duration.ofSeconds(60),
                                        Duration.ofSeconds(5)))),
                        LEDGER,
                        AgentConf.DEFAULT_SPOOL,
                        Path.of("templates"),
                        List.of(AgentConf.DEFAULT_TARGET),
                        List.of(AgentConf.DEFAULT_MATCHER),
                        true,
                        PageConf.DEFAULT));
    }

    private static final String EVERY_KEY = """
            heartbeat: all-tasks
            \tsource here
            \ttask vzdump
            \turl https://kuma.example.com/sub/api/push/tok
            \tguests 103, 101;102
            \tguests 104
            \twarnings fail
            \tempty ok
            \tmanual ignore
            \tgrace 1h
            \tmax-age 1h30m
            \tmethod post
            \tmsg {{job}} {{ heartbeat }} {{guests}}/{{total}} {{duration}} {{warnings}} {{node}}
            \ttimeout 5min
            \ton-failure down
            \tremind 2h
            \tcomment for people
            \tdisable yes

            heartbeat: other
            \tjob 0123456789abcdef0123456789abcdef01234567:1

            heartbeat: chain
            \trequire here/backup-1
            \trequire vault/gc:store1

            heartbeat: agent
            \tself on
            \tinterval 5min

            heartbeat: endpoint
            \ttask vzdump
            \tkind gatus
            \turl https://gatus.example.com/api/v1/endpoints/core_backup/external
            \ttoken t0ken
            \tmethod post

            heartbeat: anywhere
            \ttask vzdump
            \tkind generic
            \turl https://example.com/ping?x=1
            \tmethod put
            \texpect-body ^(ok|fine)$

            pve: here
            \ttasks /t
            \tjobs-cfg /j
            \tjob-state /s
            \tproc /p
            \tfull-look 2s
            \tgrace 0
            \tcomment for people

            pve: cluster
            \turl HTTPS://PVE1.example.com
            \turl https://[2001:db8::1]:443/
            \ttoken-id alice@example.com@ad!agent.1
            \ttoken 11111111-2222-3333-4444-555555555555
            \tca-file /ca.pem
            \tnode pve2, pve1
            \tnode pve3
            \tpoll 5s
            \tlocal no
            \tnotifications /n/notifications.cfg /p/notifications.cfg
            \tnotification-mode auto
            \tmailto a@example.com, root
            \tmailto b@example.com
            \tmailnotification failure
            \tdisable 1

            pbs: vault
            \turl https://10.0.0.20
            \ttoken-id allclear@pbs!agent
            \ttoken s3cret
            \tfingerprint %1$s
            \tlocal yes
            \tnotification-mode legacy-sendmail
            \tnotify gc=never,verify=error,prune=always
            \tnotify-user ops@pbs
            \ttasks /bt
            \tconfig-dir /bc
            \tjob-state /bs
            \tproc /bp
            \tfull-look 3s
            \tgrace 1

            ledger: main
            \tpath /l
            \tspool /sp
            \tcomment for people

            page: everywhere
            \tlisten 0.0.0.0:80
            \tpassword-file /passwords
            """.formatted("ab:".repeat(31) + "0F");

    @Test
    void everyKeyReachesItsField() {
        assertThat(good(EVERY_KEY, null))
                .isEqualTo(new AgentConf(
                        List.of(
                                new HeartbeatConf(
                                        new Heartbeat(
                                                "all-tasks",
                                                new Heartbeat.TaskWatch("here", "vzdump"),
                                                new TreeSet<>(List.of(101, 102, 103, 104)),
                                                false,
                                                true,
                                                false,
                                                Duration.ofHours(1),
                                                Duration.ofMinutes(90)),
                                        new Secret("https://kuma.example.com/sub/api/push/tok"),
                                        HeartbeatConf.Method.POST,
                                        "{{job}} {{ heartbeat }} {{guests}}/{{total}} {{duration}} {{warnings}} {{node}}",
                                        Duration.ofMinutes(5),
                                        true,
                                        true,
                                        Duration.ofHours(2)),
                                usual("other", new Heartbeat.JobWatch("0123456789abcdef0123456789abcdef01234567:1")),
                                usual(
                                        "chain",
                                        new Heartbeat.ChainWatch(List.of(
                                                new Heartbeat.JobWatch("here", "backup-1"),
                                                new Heartbeat.StoreWatch("vault", StoreJob.Kind.GC, "store1")))),
                                usual("agent", new Heartbeat.SelfWatch(Duration.ofMinutes(5))),
                                monitored(
                                        "endpoint",
                                        Kind.GATUS,
                                        "https://gatus.example.com/api/v1/endpoints/core_backup/external",
                                        new Secret("t0ken"),
                                        HeartbeatConf.Method.POST,
                                        null),
                                monitored(
                                        "anywhere",
                                        Kind.GENERIC,
                                        "https://example.com/ping?x=1",
                                        Secret.NONE,
                                        HeartbeatConf.Method.PUT,
                                        "^(ok|fine)$")),
                        List.of(
                                SourceConf.ofThisHost(
                                        "here",
                                        Product.PVE,
                                        new LocalHost(
                                                Path.of("/t"),
                                                Path.of("/j"),
                                                Path.of("/s"),
                                                Path.of("/p"),
                                                Duration.ofSeconds(2),
                                                Duration.ZERO)),
                                new SourceConf(
                                        "cluster",
                                        Product.PVE,
                                        List.of(
                                                URI.create("https://pve1.example.com:8006"),
                                                URI.create("https://[2001:db8::1]:443")),
                                        "alice@example.com@ad!agent.1",
                                        new Secret("11111111-2222-3333-4444-555555555555"),
                                        List.of(),
                                        Path.of("/ca.pem"),
                                        new TreeSet<>(List.of("pve1", "pve2", "pve3")),
                                        Duration.ofSeconds(5),
                                        null,
                                        true,
                                        new NotifyConf(
                                                NotifyConf.Mode.AUTO,
                                                When.ALWAYS,
                                                When.ALWAYS,
                                                When.ALWAYS,
                                                When.ERROR,
                                                "root@pam",
                                                List.of("a@example.com", "root", "b@example.com"),
                                                true)),
                                new SourceConf(
                                        "vault",
                                        Product.PBS,
                                        List.of(URI.create("https://10.0.0.20:8007")),
                                        "allclear@pbs!agent",
                                        new Secret("s3cret"),
                                        List.of("AB:".repeat(31) + "0F"),
                                        null,
                                        new TreeSet<>(),
                                        Duration.ofSeconds(30),
                                        new LocalHost(
                                                Upid.Product.PBS,
                                                Path.of("/bt"),
                                                Path.of("/bc"),
                                                Path.of("/bs"),
                                                Path.of("/bp"),
                                                Duration.ofSeconds(3),
                                                Duration.ofSeconds(1)),
                                        false,
                                        new NotifyConf(
                                                NotifyConf.Mode.LEGACY_SENDMAIL,
                                                When.NEVER,
                                                When.ERROR,
                                                When.ALWAYS,
                                                When.ALWAYS,
                                                "ops@pbs",
                                                List.of(),
                                                false))),
                        Path.of("/l"),
                        Path.of("/sp"),
                        Path.of("templates"),
                        List.of(AgentConf.DEFAULT_TARGET),
                        List.of(AgentConf.DEFAULT_MATCHER),
                        true,
                        new PageConf(false, new InetSocketAddress("0.0.0.0", 80), Path.of("/passwords"))));
    }

    private static HeartbeatConf monitored(
            String name,
            Kind kind,
            String url,
            Secret token,
            HeartbeatConf.Method method,
            @Nullable String expectBody) {
        return new HeartbeatConf(
                new Heartbeat(name, new Heartbeat.TaskWatch("vzdump"), new TreeSet<>(), true, false, null),
                kind,
                new Secret(url),
                token,
                method,
                expectBody,
                null,
                Duration.ofSeconds(30),
                false,
                false,
                Duration.ofHours(1));
    }

    private static HeartbeatConf usual(String name, Heartbeat.Watch watch) {
        return new HeartbeatConf(
                new Heartbeat(name, watch, new TreeSet<>(), true, false, null),
                Secret.NONE,
                HeartbeatConf.Method.GET,
                null,
                Duration.ofSeconds(30),
                false,
                false,
                Duration.ofHours(1));
    }

    @Test
    void noKeyIsForgottenAbove() {
        for (String type : List.of("heartbeat", "pve", "pbs", "ledger")) {
            StanzaType stanza =
                    Objects.requireNonNull(AgentSchema.PUBLIC.types().get(type));
            assertThat(stanza.keys().values().stream().map(StanzaKey::name))
                    .allSatisfy(key -> assertThat(EVERY_KEY).contains("\t" + key + " "));
        }
    }

    @Test
    void privateUrlWins() {
        AgentConf conf = good(SMALLEST, "# secrets\nheartbeat: nightly\n  url http://k/api/push/better\n");
        assertThat(conf.heartbeats().get(0).url().reveal()).isEqualTo("http://k/api/push/better");
    }

    @Test
    void warnsOfWhatIsProbablyNotMeant() {
        String text = """
                heartbeat: one
                \tjob a
                \turl http://k/api/push/x

                heartbeat: two
                \tjob b
                \turl http://k/api/push/x

                heartbeat: three
                \tjob c

                heartbeat: four
                \tjob c
                \tdisable 1

                matcher: m1
                \ttarget mail

                smtp: mail
                \tserver s
                \tfrom-address f@x
                """;
        String priv = "heartbeat: five\n url http://k/api/push/z\n\nsmtp: mail\n password p\n";
        Reading reading = new AgentConfReader(
                        new AgentConfReader.Text("agent.conf", text, true),
                        new AgentConfReader.Text("priv.conf", priv, true),
                        PushUrl::fault)
                .read(LEDGER, Set.of());
        assertThat(reading.warnings().stream().map(w -> w.file() + ":" + w.line()))
                .containsExactly(
                        "priv.conf:0",
                        "agent.conf:3",
                        "agent.conf:7",
                        "agent.conf:5",
                        "agent.conf:9",
                        "agent.conf:19",
                        "priv.conf:1");
        assertThat(reading).isInstanceOf(Reading.Good.class);
        assertThat(reading.toString()).doesNotContain("api/push");
    }

    @Test
    void warnsThatNothingWillEverBePushed() {
        assertThat(read("", null).warnings())
                .singleElement()
                .hasToString(
                        "agent.conf: there is no heartbeat that is" + " not disabled: nothing will ever be pushed");
    }

    @Test
    void smallestFileHasNothingToWarnOf() {
        assertThat(read(SMALLEST, null).warnings()).isEmpty();
    }

    private static AgentConf good(String text, @Nullable String priv) {
        Reading reading = read(text, priv);
        assertThat(reading).isInstanceOf(Reading.Good.class);
        return ((Reading.Good) reading).conf();
    }

    private static Reading read(String text, @Nullable String priv) {
        return new AgentConfReader(
                        new AgentConfReader.Text("agent.conf", text, false),
                        priv == null ? null : new AgentConfReader.Text("agent-priv.conf", priv, false),
                        PushUrl::fault)
                .read(LEDGER, Set.of());
    }
}
