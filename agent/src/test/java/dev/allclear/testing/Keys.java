package dev.allclear.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Keys and certificates made by the JDK's keytool, all in one store, and servers that show one of them. */
public final class Keys {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private final Path directory;

    /** None yet; the store will be in this directory. */
    public Keys(Path directory) {
        this.directory = directory;
    }

    /** One more; the options are further ones of {@code keytool -genkeypair}. */
    public Keys make(String alias, String... options) throws Exception {
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

    /** The certificate of a key. */
    public Certificate certificate(String alias) throws Exception {
        return read().getCertificate(alias);
    }

    /** A trust in this certificate alone, or in none at all. */
    public static SSLContext trusting(@Nullable Certificate certificate) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        if (certificate != null) {
            trust.setCertificateEntry("trusted", certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** SHA-256 as Proxmox writes it. */
    public String fingerprint(String alias) throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(certificate(alias).getEncoded());
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
    }

    /** Writes the certificate as PEM. */
    public void pem(String alias, Path file) throws Exception {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8))
                .encodeToString(certificate(alias).getEncoded());
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }

    /** A server that shows the certificate of this key. */
    public WireServer serve(String alias) throws Exception {
        return serve(alias, WireServer.json(WireServer.GOOD));
    }

    /** A server that shows the certificate of this key. */
    public WireServer serve(String alias, String answer) throws Exception {
        return serve(context(alias), answer);
    }

    /** A server that knows no curve but NIST's. */
    public WireServer serveWithoutX25519(String alias) throws Exception {
        SSLContext context = context(alias);
        SSLServerSocket socket = (SSLServerSocket) serverSocket(context);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setAlgorithmConstraints(new NoXCurves());
        socket.setSSLParameters(parameters);
        return new WireServer(
                socket, (head, connection) -> WireServer.write(connection, WireServer.json(WireServer.GOOD)));
    }

    private static WireServer serve(SSLContext context, String answer) throws Exception {
        return new WireServer(serverSocket(context), (head, connection) -> WireServer.write(connection, answer));
    }

    private static ServerSocket serverSocket(SSLContext context) throws Exception {
        return context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private SSLContext context(String alias) throws Exception {
        KeyStore all = read();
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(one, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static final class NoXCurves implements AlgorithmConstraints {
        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
            return !algorithm.startsWith("x25519") && !algorithm.startsWith("x448");
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            return true;
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
            return true;
        }
    }
}
