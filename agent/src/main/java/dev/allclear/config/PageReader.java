package dev.allclear.config;

import dev.allclear.config.Problem.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes of the stanza {@code page:} where the status page is shown. For one use by one thread. */
final class PageReader {
    /** Letters only after digits or colons: a name would be looked up, and may mean another address tomorrow. */
    private static final Pattern ADDRESS_PORT = Pattern.compile(
            "(?:(?<four>[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|localhost)|\\[(?<six>[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)\\]):(?<port>[0-9]{1,5})");

    static final ValueKind LISTEN = ValueKind.where(
            value -> parse(value).isPresent(),
            "is not an address and a port",
            "write for example 127.0.0.1:8019, [::1]:8019 or 0.0.0.0:8019");

    private final Findings findings;

    PageReader(Findings findings) {
        this.findings = findings;
    }

    PageConf read(Section section) {
        boolean disabled = SourceReader.disabled(section);
        InetSocketAddress listen =
                section.value("listen").flatMap(PageReader::parse).orElse(PageConf.DEFAULT.listen());
        Path passwords = section.value("password-file").map(Path::of).orElse(null);
        if (!disabled && passwords == null && !listen.getAddress().isLoopbackAddress()) {
            findings.fault(
                    section.line("listen"),
                    Kind.MISSING_REQUIRED,
                    "'" + section + "' listens on " + section.value("listen").orElse("")
                            + ", where others than this host can see it, and asks for no password",
                    "add 'password-file FILE' (`allclear password NAME` writes its lines), or listen on 127.0.0.1");
        }
        return new PageConf(disabled, listen, passwords);
    }

    private static Optional<InetSocketAddress> parse(String value) {
        Matcher parts = ADDRESS_PORT.matcher(value);
        if (!parts.matches() || Integer.parseInt(parts.group("port")) > 65535) {
            return Optional.empty();
        }
        String address = parts.group("four") == null ? parts.group("six") : parts.group("four");
        try {
            InetAddress known =
                    address.equals("localhost") ? InetAddress.getLoopbackAddress() : InetAddress.getByName(address);
            return Optional.of(new InetSocketAddress(known, Integer.parseInt(parts.group("port"))));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }
}
