package dev.allclear.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.Secret;
import dev.allclear.deliver.mail.UserAddresses.Lookup;
import dev.allclear.testing.WireServer;
import dev.allclear.watch.http.ApiClient;
import dev.allclear.watch.http.Credentials;
import dev.allclear.watch.http.Trust;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiUsersTest {
    private static final String USERS = """
            {"data":[{"userid":"root@pam","email":"admin@example.com","enable":1},{"userid":"backup@pve","comment":"x"}]}""";

    private static Lookup ask(String answer, String user) throws IOException {
        try (WireServer server = WireServer.saying(answer)) {
            return new ApiUsers(
                            "cluster",
                            () -> ApiClient.of(
                                    List.of(server.url()),
                                    Trust.ofTheHost(),
                                    Credentials.pve("allclear@pve!agent", new Secret("s3cr3t"))))
                    .address(user);
        }
    }

    @Test
    void findsTheAddressOfAUser() throws IOException {
        assertThat(ask(WireServer.json(USERS), "root@pam")).isEqualTo(Lookup.found("admin@example.com"));
    }

    @Test
    void saysThatAUserHasNoAddress() throws IOException {
        assertThat(ask(WireServer.json(USERS), "backup@pve").why()).contains("without an address");
    }

    @Test
    void saysThatAUserIsNotShown() throws IOException {
        assertThat(ask(WireServer.json(USERS), "nobody@pve").why()).contains("shows no such user");
    }

    @Test
    void saysWhyTheApiDoesNotAnswer() throws IOException {
        Lookup lookup = ask(WireServer.http("403 Permission check failed", "text/plain", ""), "root@pam");
        assertThat(lookup.address()).isNull();
        assertThat(lookup.why()).contains("does not tell its users");
    }
}
