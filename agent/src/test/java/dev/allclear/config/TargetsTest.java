package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.TargetConf.Alertmanager;
import dev.allclear.config.TargetConf.Common;
import dev.allclear.config.TargetConf.Encryption;
import dev.allclear.config.TargetConf.Gotify;
import dev.allclear.config.TargetConf.Header;
import dev.allclear.config.TargetConf.Ntfy;
import dev.allclear.config.TargetConf.Recipients;
import dev.allclear.config.TargetConf.Sendmail;
import dev.allclear.config.TargetConf.Smtp;
import dev.allclear.config.TargetConf.Webhook;
import dev.allclear.deliver.kuma.PushUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stanzas of agent.conf that say where notifications are sent. */
class TargetsTest {
    private static final String SMTP = """
            smtp: relay
            \tserver mail.example.com
            \tfrom-address a@example.com
            \tmailto ops@example.com
            """;
    private static final String HOOK = "webhook: hook\n\tmethod post\n\turl https://h.example.com/x\n";

    @Test
    void sendmailHasRecipientsInFileOrder() {
        assertThat(target("""
                sendmail: mail
                \tmailto b@example.com
                \tmailto a@example.com
                \tmailto-user root@pam
                \tfrom-address pve@example.com
                \tauthor The cluster
                \tdisable 1
                \tgroup-wait 10s
                \tgroup-interval 5min
                \tremind 1d
                """, null))
                .isEqualTo(new Sendmail(
                        new Common("mail", true, Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofDays(1)),
                        new Recipients(List.of("b@example.com", "a@example.com"), List.of("root@pam")),
                        "pve@example.com",
                        "The cluster"));
    }

    @Test
    void smtpAuthenticatesWithThePrivatePassword() {
        assertThat(target(
                        SMTP + "\tusername u\n\tpassword open\n\tauthor Me\n\tmode starttls\n\tport 2525\n",
                        "smtp: relay\n\tpassword p\n"))
                .isEqualTo(new Smtp(
                        common("relay"),
                        new Recipients(List.of("ops@example.com"), List.of()),
                        "mail.example.com",
                        2525,
                        Encryption.STARTTLS,
                        "u",
                        new Secret("p"),
                        "a@example.com",
                        "Me"));
    }

    @ParameterizedTest
    @CsvSource({"insecure, 25", "starttls, 587", "tls, 465"})
    void smtpPortFollowsFromTheMode(String mode, int port) {
        assertThat(((Smtp) target(SMTP + "\tmode " + mode + "\n", null)).port()).isEqualTo(port);
    }

    @Test
    void smtpIsEncryptedFromTheFirstByteUnlessWrittenOtherwise() {
        assertThat(((Smtp) target(SMTP, null)).encryption()).isEqualTo(Encryption.TLS);
    }

    @Test
    void smtpUserWithoutPasswordIsAFault() {
        assertThat(leftOut(SMTP + "\tusername u\n", null))
                .containsExactly("agent.conf:5: 'smtp: relay' has a 'username' and no 'password'; add a line 'password'"
                        + " under the header 'smtp: relay' in agent-priv.conf, or remove 'username'");
    }

    @Test
    void gotifyHasItsTokenFromThePrivateFile() {
        assertThat(target("gotify: push\n\tserver https://g.example.com/sub\n", "gotify: push\n\ttoken t\n"))
                .isEqualTo(new Gotify(common("push"), "https://g.example.com/sub", new Secret("t")));
    }

    @Test
    void gotifyWithoutTokenIsAFault() {
        assertThat(leftOut("gotify: push\n\tserver https://g.example.com\n", null))
                .containsExactly("agent.conf:1: 'gotify: push' has no 'token': Gotify takes no message without one; add"
                        + " a line 'token' under the header 'gotify: push' in agent-priv.conf");
    }

    @Test
    void webhookIsDecoded() {
        assertThat(target(
                        HOOK
                                + "\theader name=X-One,value=e3sgdGl0bGUgfX0\n\theader name=X-Empty\n\tbody w7w=\n"
                                + "\tsecret name=open,value=YQ\n",
                        "webhook: hook\n\tsecret name=key,value=\"czNjcmV0\"\n"))
                .isEqualTo(new Webhook(
                        common("hook"),
                        "post",
                        new Secret("https://h.example.com/x"),
                        List.of(new Header("X-One", new Secret("{{ title }}")), new Header("X-Empty", Secret.NONE)),
                        new Secret("ü"),
                        new TreeMap<>(Map.of("key", new Secret("s3cret"), "open", new Secret("a")))));
    }

    @ParameterizedTest
    @CsvSource({
        "header name=a;value=SECRETSECRET*, 4, header",
        "body SECRETSECRET*, 4, body",
        "secret name=a;value=SECRETSECRET*, 4, secret",
    })
    void webhookThatIsNotInBase64IsAFaultThatShowsNoSecret(String line, int number, String key) {
        assertThat(leftOut(HOOK + "\t" + line.replace(';', ',') + "\n", null))
                .containsExactly("agent.conf:" + number + ": " + key + " of 'webhook: hook' is not base64 of a text in"
                        + " UTF-8; encode it as Proxmox does, for example with: printf %s 'TEXT' | base64 -w0");
    }

    @Test
    void faultyPrivateSecretIsReportedWhereItStands() {
        assertThat(leftOut(HOOK, "webhook: hook\n\tsecret name=ok,value=YQ==\n\tsecret name=a,value=SECRET*\n"))
                .singleElement()
                .asString()
                .startsWith("agent-priv.conf:3: secret of 'webhook: hook' is not base64")
                .doesNotContain("SECRET*");
    }

    @Test
    void ntfyIsThePublicServerUnlessWrittenOtherwise() {
        assertThat(target("ntfy: phone\n\ttopic my-topic\n", null))
                .isEqualTo(new Ntfy(common("phone"), "https://ntfy.sh", new Secret("my-topic"), Secret.NONE));
    }

    @Test
    void ntfyHasItsSecretsFromThePrivateFile() {
        assertThat(target("ntfy: phone\n\tserver http://10.0.0.5:8080\n", "ntfy: phone\n\ttopic abc\n\ttoken tk_1\n"))
                .isEqualTo(new Ntfy(common("phone"), "http://10.0.0.5:8080", new Secret("abc"), new Secret("tk_1")));
    }

    @Test
    void alertmanagerHasEveryMemberAndItsLabels() {
        assertThat(target("""
                alertmanager: am
                \turl http://10.0.0.1:9093
                \turl http://10.0.0.2:9093/alerts
                \tlabel name=site,value=Vienna
                \tlabel value="a, b",name=team
                """, null))
                .isEqualTo(new Alertmanager(
                        common("am"),
                        List.of(URI.create("http://10.0.0.1:9093"), URI.create("http://10.0.0.2:9093/alerts")),
                        Map.of("site", "Vienna", "team", "a, b")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ntfy: t1;server ntfy.sh;topic x | 2: server does not begin with http:// or https://",
                "ntfy: t1;server https://u:SECRETSECRET@h;topic x | 2: server holds a user or a password",
                "ntfy: t1;topic SECRET/SECRETSECRET | 2: topic is not a topic of ntfy",
                "ntfy: t1 | 1: 'ntfy: t1' has no 'topic': ntfy tells whoever listens to a topic",
                "alertmanager: t1;url http://h/?x=SECRETSECRET | 2: url has a query or a fragment",
                "alertmanager: t1;url http://h;label site=x | 3: label 'site=x' is not of the form name=…,value=…",
                "alertmanager: t1;url http://h;label name=a-b,value=x | 3: label 'name=a-b,value=x' is not of the form",
                "alertmanager: t1;url http://h;label name=a,value=x;label name=a,value=y | 4: 'alertmanager: t1' has the"
                        + " label 'a' twice",
                "alertmanager: t1 | 1: alertmanager 't1', which begins in line 1, has no 'url'",
                "sendmail: t1;mailto a@b;group-wait soon | 3: group-wait 'soon' is not a length of time",
                "sendmail: t1;mailto a@b;remind 1s | 3: remind '1s' is too short",
                "gotify: t1;server http://h;tokn SECRETSECRET | 3: unknown key 'tokn' in gotify 't1'",
            })
    void saysWhereAndWhatIsWrong(String stanza, String problem) {
        assertThat(leftOut(stanza.replace(";", "\n\t") + "\n", null))
                .anySatisfy(line -> assertThat(line).startsWith("agent.conf:" + problem))
                .noneMatch(line -> line.contains("SECRETSECRET"));
    }

    @Test
    void oneBadTargetLeavesOutOnlyItself() {
        AgentConf conf = good("ntfy: bad\n\n" + SMTP + "\nwebhook: worse\n\turl x\n", null);
        assertThat(conf.targets())
                .extracting(TargetConf::name)
                .contains("relay")
                .doesNotContain("bad", "worse");
    }

    @Test
    void aTargetWithAFaultyPrivateStanzaIsLeftOutWithOneComplaint() {
        assertThat(leftOut("gotify: push\n\tserver https://g.example.com\n", "gotify: push\n\ttokn x\n"))
                .singleElement()
                .asString()
                .startsWith("agent-priv.conf:2: unknown key 'tokn' in gotify 'push'");
    }

    @Test
    void targetsAndMatchersShareTheirNames() {
        assertThat(leftOut("gotify: x1\n\tserver http://h\n\ttoken t\n\nntfy: x1\n\ttopic y\n\nmatcher: x1\n", null))
                .containsExactly(
                        "agent.conf:5: 'ntfy: x1' has the name of 'gotify: x1' in line 1, and is left out: targets and"
                                + " matchers share their names; give one of them another name",
                        "agent.conf:8: 'matcher: x1' has the name of 'gotify: x1' in line 1, and is left out: targets"
                                + " and matchers share their names; give one of them another name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sendmail: mail\n", "smtp: mail\n\tserver s\n\tfrom-address f@x\n"})
    void warnsOfNoRecipient(String stanza) {
        assertThat(Confs.warnings(stanza, null))
                .contains("agent.conf:1: '" + stanza.lines().findFirst().orElseThrow()
                        + "' has no recipient: nothing can be sent to it; add an indented line 'mailto ADDRESS' or"
                        + " 'mailto-user root@pam'");
    }

    @Test
    void warnsOfAListOfAddressesInOneLine() {
        assertThat(Confs.warnings("sendmail: mail\n\tmailto a@x,b@x\n", null))
                .contains("agent.conf:2: mailto of 'sendmail: mail' has a comma, and it is one address, not a list;"
                        + " write a line 'mailto' for each address");
    }

    @Test
    void warnsOfAGotifyServerThatIsNoUrl() {
        assertThat(Confs.warnings("gotify: push\n\tserver g.example.com\n", "gotify: push\n\ttoken t\n"))
                .anyMatch(
                        line -> line.startsWith("agent.conf:2: server of 'gotify: push' does not begin with http://"));
    }

    @Test
    void warnsOfASecretThatEverybodyCanRead() {
        AgentConf.Reading reading = new AgentConfReader(
                        new AgentConfReader.Text("agent.conf", "ntfy: phone\n\ttopic SECRETSECRET\n", true),
                        null,
                        PushUrl::fault)
                .read(Path.of("/state"), Set.of());
        assertThat(reading.warnings().stream().map(Problem::toString))
                .contains("agent.conf:2: every user of this host can read this topic and send with it; type: chmod o-r"
                        + " agent.conf (or move the line under the same header in agent-priv.conf)");
        assertThat(reading.toString()).doesNotContain("SECRETSECRET");
    }

    @Test
    void privateStanzaOfATargetThatIsLeftOutIsNotCalledUnused() {
        assertThat(Confs.warnings("gotify: push\n", "gotify: push\n\ttoken t\n"))
                .noneMatch(line -> line.contains("nothing uses"));
    }

    @Test
    void warnsOfAPrivateStanzaThatNothingUses() {
        assertThat(Confs.warnings("", "gotify: ghost\n\ttoken t\n"))
                .contains("agent-priv.conf:1: there is no 'gotify: ghost' in agent.conf: nothing uses this token; write"
                        + " the same name in both files");
    }

    private static Common common(String name) {
        return new Common(name, false, Duration.ZERO, Duration.ZERO, null);
    }

    private static AgentConf good(String text, @Nullable String priv) {
        return Confs.good(text, priv);
    }

    private static TargetConf target(String text, @Nullable String priv) {
        assertThat(leftOut(text, priv)).isEmpty();
        return good(text, priv).targets().get(0);
    }

    private static List<String> leftOut(String text, @Nullable String priv) {
        return Confs.leftOut(Confs.read(text, priv));
    }
}
