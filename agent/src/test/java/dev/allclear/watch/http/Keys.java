package dev.allclear.watch.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Keys and certificates made by the JDK's keytool, all in one store, and servers that show one of them. */
final class Keys {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private final Path directory;

    Keys(Path directory) {
        this.directory = directory;
    }

    Keys make(String alias, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store().toString()));
        command.addAll(List.of(options));
        Path said = directory.resolve("keytool.out");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(keytool.waitFor()).as(Files.readString(said)).isZero();
        return this;
    }

    private Path store() {
        return directory.resolve("keys.p12");
    }

    private KeyStore read() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(store().toFile())) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    String fingerprint(String alias) throws Exception {
        return Fingerprint.of((X509Certificate) read().getCertificate(alias));
    }

    /** Writes the certificate as PEM. */
    void pem(String alias, Path file) throws Exception {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8))
                .encodeToString(read().getCertificate(alias).getEncoded());
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }

    WireServer serve(String alias) throws Exception {
        return serve(alias, WireServer.json(WireServer.GOOD));
    }

    WireServer serve(String alias, String answer) throws Exception {
        KeyStore all = read();
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(one, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        ServerSocket socket =
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        return new WireServer(socket, (head, connection) -> WireServer.write(connection, answer));
    }
}
