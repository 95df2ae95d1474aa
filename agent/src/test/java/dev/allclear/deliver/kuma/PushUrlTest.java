package dev.allclear.deliver.kuma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import dev.allclear.deliver.Push;
import dev.allclear.deliver.kuma.PushUrl.Invalid;
import dev.allclear.deliver.kuma.PushUrl.Valid;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushUrlTest {
    private static final String TOKEN = "AbCdEfGhIj0123456789AbCdEfGhIj01";
    private static final Push PUSH = new Push("14/14 guests", Duration.ofMinutes(41));
    private static final String OURS = "status=up&msg=14%2F14%20guests&ping=2460000";

    private static PushUrl url(String text) {
        return ((Valid) PushUrl.parse(text)).url();
    }

    private static String reason(String text) {
        return ((Invalid) PushUrl.parse(text)).reason();
    }

    private static String target(String text) {
        return url(text).target(PUSH).target().toString();
    }

    private static long ping(Duration duration) {
        String target = url("http://kuma/api/push/t")
                .target(new Push("m", duration))
                .target()
                .toString();
        return Long.parseLong(target.substring(target.indexOf("ping=") + 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.5:3001/api/push/T0ken?status=up&msg=OK&ping=",
                "  http://10.0.0.5:3001/api/push/T0ken?status=up&msg=OK&ping=\n",
                "http://10.0.0.5:3001/api/push/T0ken",
                "http://10.0.0.5:3001/api/push/T0ken?",
                "http://10.0.0.5:3001/api/push/T0ken?status=up&msg=OK&ping=#top",
                "http://10.0.0.5:3001/api/push/T0ken?status=up&msg=OK&ping=&status=up",
                "http://10.0.0.5:3001/api/push/T0ken?status=up&msg=OK&ping=?status=up&msg=Backup_OK",
                "http://10.0.0.5:3001/api/push/T0ken?status[]=down&msg%5B0%5D=x&%73tatus=down",
                "http://10.0.0.5:3001/api/push/T0ken/?status=up",
                "http://10.0.0.5:3001//api/push//T0ken",
                "HTTP://10.0.0.5:3001/api/push/T0ken"
            })
    void replacesStatusMsgAndPing(String text) {
        assertThat(target(text)).isEqualTo("/api/push/T0ken?" + OURS);
    }

    @Test
    void replacesUpByDownAndLeavesPingOut() {
        Push down = new Push("guest 101 failed", Duration.ofMinutes(41), false);
        assertThat(url("http://h/api/push/T0ken?key=a&status=up&msg=OK&ping=&status=up")
                        .target(down)
                        .target()
                        .toString())
                .isEqualTo("/api/push/T0ken?key=a&status=down&msg=guest%20101%20failed");
    }

    @Test
    void keepsOtherParametersInFront() {
        assertThat(target("https://h/api/push/T0ken?key=a%20b&status=up&msg=OK&Status=x&ping=&flag"))
                .isEqualTo("/api/push/T0ken?key=a%20b&Status=x&flag&" + OURS);
    }

    @Test
    void keepsASubPathAndCapitals() {
        assertThat(target("https://h/tools/Kuma/API/PUSH/T0ken")).isEqualTo("/tools/Kuma/API/PUSH/T0ken?" + OURS);
    }

    @ParameterizedTest
    @CsvSource({
        "http://my_kuma:3001/api/push/T0ken,my_kuma,3001",
        "http://[fd00::5]:3001/api/push/T0ken,fd00::5,3001",
        "https://kuma.müller.example/api/push/T0ken,kuma.xn--mller-kva.example,-1"
    })
    void knowsEveryKindOfHost(String text, String host, int port) {
        assertThat(url(text).base().host()).isEqualTo(host);
        assertThat(url(text).base().port()).isEqualTo(port);
    }

    @Test
    void handsALoginForAProxyOnAsAHeader() {
        assertThat(url("https://bob:p%40ss+1@h/api/push/T0ken").base().authorization())
                .isEqualTo("Basic Ym9iOnBAc3MrMQ==");
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.0.0.5:3001/api/push/AbCdEfGhIj?status=up,http://10.0.0.5:3001/api/push/***",
        "http://[fd00::5]:3001/api/push/AbCdEfGhIj,http://[fd00::5]:3001/api/push/***",
        "https://bob:pass@h/kuma/api/push/AbCdEfGhIj?key=secret,https://h/kuma/api/push/***"
    })
    void showsNoSecret(String text, String shown) {
        assertThat(url(text)).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|empty",
                "10.0.0.5:3001/api/push/" + TOKEN + "|starts with http",
                "ftp://10.0.0.5/api/push/" + TOKEN + "|starts with http",
                "http:///api/push/" + TOKEN + "|no valid host",
                "http://10.0.0.5:99999/api/push/" + TOKEN + "|port",
                "http://10.0.0.5:0/api/push/" + TOKEN + "|port",
                "http://ho%st/api/push/" + TOKEN + "|no valid name",
                "http://10.0.0.5:3001/api/push/|token after /api/push/ is missing",
                "http://10.0.0.5:3001/api/push?status=up|token after /api/push/ is missing",
                "http://10.0.0.5:3001/api/push/" + TOKEN + "/start|follows the token",
                "http://10.0.0.5:3001/api/push/" + TOKEN + " x|blank",
                "http://10.0.0.5:3001/dashboard/" + TOKEN + "|not the URL of an Uptime Kuma push monitor",
                "https://hc-ping.com/" + TOKEN + "|not the URL of an Uptime Kuma push monitor"
            })
    void saysWhatIsWrongWithoutTheToken(String text, String words) {
        assertThat(reason(text))
                .contains(words)
                .contains("copy the \"Push URL\"")
                .doesNotContain(TOKEN);
    }

    @Test
    void refusesAUrlThatLeavesNoRoomForAMessage() {
        assertThat(reason("http://h/api/push/t?x=" + "x".repeat(3000))).contains("3022 characters");
    }

    @Test
    void sendsTheDurationWithinWhatKumaAccepts() {
        assertThat(ping(Duration.ofMillis(1500))).isEqualTo(1500);
        assertThat(ping(Duration.ZERO)).isEqualTo(1);
        assertThat(ping(Duration.ofNanos(1))).isEqualTo(1);
        assertThat(ping(Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo(1);
        assertThat(ping(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(100_000_000_000L);
    }

    @Test
    void staysFarBelowTheLimitsOfNodeAndNginx() {
        String longest = "http://h/api/push/" + TOKEN + "?x=" + "x".repeat(1990);
        assertThat(url(longest)
                        .target(new Push("ü".repeat(100_000), Duration.ofDays(9999)))
                        .target()
                        .toString())
                .hasSizeLessThan(7000);
    }

    @Test
    void hidesTheTokenInWhatOthersSay() {
        PushUrl url = url("https://bob:pass@h/api/push/AbC%2FdEf?x=1");
        assertThat(url.peer()
                        .secrets()
                        .hide("Cannot POST /api/push/AbC%2FdEf and AbC/dEf, abc%2fdef, bob:pass, /API/push/Other?x"))
                .isEqualTo("Cannot POST /api/push/<masked> and <masked>, <masked>, <masked>, /API/push/<masked>?x");
    }

    @Test
    void neverThrowsAndNeverShowsAToken() {
        qt().forAll(
                        strings().allPossible().ofLengthBetween(0, 30),
                        strings().basicLatinAlphabet().ofLengthBetween(0, 30))
                .check((any, text) -> {
                    boolean shown = false;
                    for (String url :
                            new String[] {any, text, "http://" + text, "http://h/" + text + "/api/push/" + TOKEN + any
                            }) {
                        shown |= PushUrl.parse(url).toString().contains(TOKEN);
                    }
                    return !shown;
                });
    }

    @Test
    void makesAUriOfEveryUrlItAccepts() {
        qt().forAll(
                        strings().allPossible().ofLengthBetween(0, 20),
                        strings().allPossible().ofLengthBetween(0, 20))
                .check((token, query) ->
                        !(PushUrl.parse("http://h/api/push/" + token + "?" + query) instanceof Valid valid)
                                || valid.url().target(PUSH).target().toString().endsWith(OURS));
    }
}
