package dev.allclear.deliver.mail;

import dev.allclear.config.TargetConf.Recipients;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.mail.UserAddresses.Lookup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Who gets a mail: every {@code mailto}, then the address of every {@code mailto-user}, each once. What is no address is left
 * out and named. Immutable and thread-safe.
 *
 * @param addresses in this order
 * @param remarks who was left out and why, one sentence each
 */
public record MailTo(List<MailAddress> addresses, List<String> remarks) {
    private static final int SHOWN = 80;

    public MailTo {
        addresses = List.copyOf(addresses);
        remarks = List.copyOf(remarks);
    }

    /**
     * Looks the users up now.
     *
     * @param localUsers whether a name without a domain is a user of this host
     */
    public static MailTo of(Recipients recipients, UserAddresses users, boolean localUsers) {
        Function<String, Optional<MailAddress>> parse = localUsers ? MailAddress::parseOrUser : MailAddress::parse;
        Set<MailAddress> addresses = new LinkedHashSet<>();
        List<String> remarks = new ArrayList<>();
        for (String written : recipients.mailto()) {
            List<MailAddress> several = parsed(written, parse);
            addresses.addAll(several);
            if (several.isEmpty()) {
                remarks.add("'" + shown(written) + "' in 'mailto' is no mail address and was left out");
            }
        }
        for (String user : recipients.users()) {
            Lookup lookup = users.address(user);
            String written = lookup.address();
            if (written == null) {
                remarks.add("the user " + shown(user) + " gets no mail: " + lookup.why());
                continue;
            }
            List<MailAddress> several = parsed(written, parse);
            addresses.addAll(several);
            if (several.isEmpty()) {
                remarks.add("the user " + shown(user) + " gets no mail: '" + shown(written) + "' is no mail address");
            }
        }
        return new MailTo(new ArrayList<>(addresses), remarks);
    }

    /** Proxmox takes a line {@code a@x,b@y} for one address; sendmail then takes it for two, and people mean two. */
    private static List<MailAddress> parsed(String written, Function<String, Optional<MailAddress>> parse) {
        Optional<MailAddress> one = parse.apply(written);
        if (one.isPresent()) {
            return List.of(one.get());
        }
        List<Optional<MailAddress>> several =
                Arrays.stream(written.split(",", -1)).map(parse).toList();
        return several.stream().allMatch(Optional::isPresent)
                ? several.stream().flatMap(Optional::stream).toList()
                : List.of();
    }

    private static String shown(String text) {
        String line = HeaderText.oneLine(text);
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }

    /** Those who do not have it yet. */
    public List<MailAddress> without(Set<String> reached) {
        return addresses.stream()
                .filter(address -> !reached.contains(address.text()))
                .toList();
    }

    /** What to answer when there is nobody. */
    public Answer nobody(String target, Set<String> reached) {
        String why = remarks.isEmpty() ? "" : " (" + String.join("; ", remarks) + ")";
        return new Retry(
                "The target '" + target + "' has nobody to send to" + why
                        + ". Write 'mailto ADDRESS' into its stanza, or give the user an address. It is kept until then.",
                true,
                null,
                reached);
    }

    /** The remarks as one text; empty for none. */
    public String remark() {
        return String.join("; ", remarks);
    }
}
