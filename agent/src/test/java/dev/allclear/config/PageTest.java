package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.Upid;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    private static final String HEARTBEAT = "heartbeat: nightly\n\tjob backup-1\n\turl http://h/api/push/x\n\n";

    private static AgentConf.Reading read(String page) {
        return new AgentConfReader(
                        new AgentConfReader.Text("agent.conf", HEARTBEAT + page, false), null, url -> Optional.empty())
                .read(Path.of("/state"), Set.of(Upid.Product.PVE));
    }

    private static PageConf good(String page) {
        assertThat(read(page)).isInstanceOf(AgentConf.Reading.Good.class);
        return ((AgentConf.Reading.Good) read(page)).conf().page();
    }

    private static String fault(String page) {
        assertThat(read(page)).isInstanceOf(AgentConf.Reading.Faulty.class);
        return ((AgentConf.Reading.Faulty) read(page)).problems().toString();
    }

    @Test
    void isOnThisHostOnlyWhenNobodySaysAnythingElse() {
        assertThat(good("").listen()).isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8019));
    }

    @Test
    void mayBeOff() {
        assertThat(good("page: main\n\tdisable yes\n").disabled()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:80, 127.0.0.1, 80",
        "localhost:8020, 127.0.0.1, 8020",
        "[::1]:0, ::1, 0",
        "127.9.9.9:65535, 127.9.9.9, 65535"
    })
    void takesAnAddressOfThisHostAlone(String listen, String address, int port) {
        assertThat(good("page: main\n\tlisten " + listen + "\n").listen())
                .isEqualTo(new InetSocketAddress(address, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8019",
                "127.0.0.1",
                "example.com:80",
                "127.0.0.1:65536",
                "300.1.1.1:80",
                "::1:80",
                "[::1]",
                "127.0.0.1:80 x"
            })
    void refusesWhatIsNoAddressAndPort(String listen) {
        assertThat(fault("page: main\n\tlisten " + listen + "\n"))
                .contains("is not an address and a port")
                .contains("127.0.0.1:8019");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:8019", "192.0.2.7:8019", "[::]:8019", "[2001:db8::1]:8019"})
    void isSeenByOthersOnlyWithAPasswordFile(String listen) {
        assertThat(fault("page: main\n\tlisten " + listen + "\n"))
                .contains("agent.conf:6")
                .contains("asks for no password")
                .contains("password-file");
        assertThat(good("page: main\n\tlisten " + listen + "\n\tpassword-file /p\n")
                        .passwordFile())
                .isEqualTo(Path.of("/p"));
    }

    @Test
    void isOnlyOne() {
        assertThat(fault("page: one\n\npage: two\n"))
                .contains("a second stanza 'page'")
                .contains("only one is possible");
    }
}
