package dev.allclear.daemon;

import dev.allclear.config.SourceConf;
import dev.allclear.deliver.mail.UserAddresses;
import dev.allclear.watch.http.ApiClient;
import dev.allclear.watch.http.JsonBody;
import dev.allclear.watch.http.Reply;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The addresses of users as the API of a source knows them, for an agent that does not run on that host. Asked for each mail:
 * a connection is made for the question and closed. Thread-safe. Source: PVE and PBS, {@code GET /access/users}, which shows
 * others than the own user with Sys.Audit only.
 */
final class ApiUsers implements UserAddresses {
    private final String name;
    private final Supplier<ApiClient> clients;

    /** @param name of the source, for messages */
    ApiUsers(String name, Supplier<ApiClient> clients) {
        this.name = name;
        this.clients = clients;
    }

    static ApiUsers of(SourceConf source) {
        return new ApiUsers(source.name(), () -> ApiWatch.client(source));
    }

    private record User(String id, String email) {}

    @Override
    public Lookup address(String userId) {
        try (ApiClient client = clients.get()) {
            Reply<List<User>> reply = client.get("/access/users", JsonBody.rows(Set.of("userid", "email"), row -> {
                String email = row.optional("email");
                return new User(row.text("userid"), email == null ? "" : email.strip());
            }));
            return reply instanceof Reply.Got<List<User>> got ? find(userId, got.value()) : unknown(reply);
        }
    }

    private Lookup find(String userId, List<User> users) {
        return users.stream()
                .filter(user -> user.id().equals(userId))
                .findFirst()
                .map(user -> user.email().isEmpty()
                        ? Lookup.none(name + " knows the user without an address; enter it there, or write 'mailto'")
                        : Lookup.found(user.email()))
                .orElseGet(() ->
                        Lookup.none(name + " shows no such user: it does not exist, or the token lacks Sys.Audit on"
                                + " /access; write the address with 'mailto'"));
    }

    private Lookup unknown(Reply<List<User>> reply) {
        return Lookup.none(
                reply instanceof Reply.Failed<List<User>> failed
                        ? failed.reason()
                        : name + " does not tell its users to this token; write the address with 'mailto'");
    }
}
