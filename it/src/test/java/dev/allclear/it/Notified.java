package dev.allclear.it;

import static org.awaitility.Awaitility.await;

import dev.allclear.it.receiver.Mail;
import dev.allclear.it.receiver.Postfix;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host;
import dev.allclear.it.world.Host.Result;
import dev.allclear.it.world.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What the tests of notifications ask of a host and write into its files. */
final class Notified {
    private Notified() {}

    /** A Gotify target. */
    static String gotify(String name, String url, String token) {
        return "gotify: " + name + "\n\tserver " + url + "\n\ttoken " + token + "\n\n";
    }

    /** A webhook that posts what happened and, in a header, a secret. */
    static String webhook(String name, String url, String secret) {
        return webhook(
                name,
                url,
                secret,
                "{\"title\": \"{{ escape title }}\", \"severity\": \"{{ severity }}\", \"type\": \"{{ fields.type }}\","
                        + " \"text\": \"{{ escape message }}\"}");
    }

    /** The same with this template for the body. */
    static String webhook(String name, String url, String secret, String body) {
        return "webhook: " + name + "\n\tmethod post\n\turl " + url + "\n\theader name=X-Secret,value="
                + base64("{{ secrets.key }}") + "\n\tbody " + base64(body) + "\n\tsecret name=key,value="
                + base64(secret) + "\n\n";
    }

    /** A mail server with a login after STARTTLS. */
    static String smtp(String name, Postfix postfix, String password, String to) {
        return "smtp: " + name + "\n\tserver " + postfix.host() + "\n\tport " + postfix.port()
                + "\n\tmode starttls\n\tusername " + Postfix.USER + "\n\tpassword " + password
                + "\n\tfrom-address pve@" + Postfix.DOMAIN + "\n\tmailto " + to + "\n\n";
    }

    /** A matcher with these lines. */
    static String matcher(String name, String... lines) {
        return "matcher: " + name + "\n\t" + String.join("\n\t", lines) + "\n\n";
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A command of the agent with this world's configuration. */
    static Result ask(World world, String... arguments) throws InterruptedException {
        return ask(world.host, arguments);
    }

    /** The same with the configuration of this host. */
    static Result ask(Host host, String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", host.config().toString()));
        return host.command(all.toArray(String[]::new));
    }

    /** The events of a type that are known, oldest first. */
    static List<Map<String, Object>> events(World world, String type) throws InterruptedException {
        return events(world.host, type);
    }

    /** The same on this host. */
    static List<Map<String, Object>> events(Host host, String type) throws InterruptedException {
        return JsonText.lines(ask(host, "events", "--json", "--type", type).out());
    }

    /** Deliveries to a target, oldest first. */
    @SuppressWarnings("unchecked") // a JSON array of objects
    static List<Map<String, Object>> deliveries(World world, String target) throws InterruptedException {
        Result result = ask(world, "deliveries", "--json");
        if (result.exit() != 0) {
            throw new AssertionError("allclear deliveries: " + result.err());
        }
        List<Map<String, Object>> all =
                (List<Map<String, Object>>) JsonText.object(result.out()).get("deliveries");
        return all.stream().filter(each -> target.equals(each.get("target"))).toList();
    }

    /** Waits until a target has so many deliveries, all of which are in this state. */
    static List<Map<String, Object>> awaitDeliveries(World world, String target, int count, String state) {
        await().atMost(Agent.PATIENCE).pollInterval(Duration.ofMillis(300)).until(() -> {
            List<Map<String, Object>> all = deliveries(world, target);
            return all.size() >= count && all.stream().allMatch(each -> state.equals(each.get("state")));
        });
        try {
            return deliveries(world, target);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits until so many mails have arrived. */
    static List<Mail> awaitMails(Postfix postfix, int count) {
        try {
            await().atMost(Agent.PATIENCE).until(() -> postfix.mails().size() >= count);
        } catch (RuntimeException e) {
            throw new AssertionError("no " + count + " mails: " + postfix.log(), e);
        }
        return postfix.mails();
    }
}
