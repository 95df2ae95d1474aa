package dev.allclear.watch.http;

import dev.allclear.watch.http.Trust.Authorities;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS contexts of the process: one for all pinned sources, one for each set of authorities. Made on first use, and again
 * when a file has changed. Thread-safe.
 */
final class TlsContexts {
    private static final Map<Authorities, Made> MADE = new HashMap<>();
    /** Where the JDK reads the authorities of the system from; on Debian a link that ca-certificates-java keeps. */
    private static final Path SYSTEM = Path.of(System.getProperty(
            "javax.net.ssl.trustStore",
            Path.of(System.getProperty("java.home", "/"), "lib", "security", "cacerts")
                    .toString()));

    private static @Nullable SSLContext pinned;

    private TlsContexts() {}

    /** @param files what the files were like when they were read */
    private record Made(SSLContext context, List<String> files) {}

    static SSLContext of(Trust trust) throws SSLException {
        try {
            return trust.pinned() ? pinned() : of(trust.authorities());
        } catch (GeneralSecurityException e) {
            throw new SSLException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static synchronized SSLContext pinned() throws GeneralSecurityException {
        SSLContext context = pinned;
        if (context == null) {
            context = context(new PinnedLater());
            pinned = context;
        }
        return context;
    }

    private static synchronized SSLContext of(Authorities authorities) throws GeneralSecurityException, SSLException {
        List<String> files = marks(authorities);
        Made made = MADE.get(authorities);
        if (made == null || !made.files().equals(files)) {
            made = new Made(context(new AuthorityTrust(jdkTrust(authorities))), files);
            MADE.put(authorities, made);
        }
        return made.context();
    }

    private static SSLContext context(TrustManager trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        return context;
    }

    private static X509ExtendedTrustManager jdkTrust(Authorities authorities)
            throws GeneralSecurityException, SSLException {
        List<Certificate> believed = new ArrayList<>();
        for (Path file : authorities.files()) {
            believed.addAll(certificates(file, authorities.optional()));
        }
        if (authorities.system()) {
            if (believed.isEmpty()) {
                return managers(null);
            }
            believed.addAll(List.of(managers(null).getAcceptedIssuers()));
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < believed.size(); i++) {
                store.setCertificateEntry("authority-" + i, believed.get(i));
            }
            return managers(store);
        } catch (IOException e) {
            throw new SSLException("an empty key store cannot be made", e);
        }
    }

    private static X509ExtendedTrustManager managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("this Java has no " + X509TrustManager.class.getSimpleName());
    }

    private static List<X509Certificate> certificates(Path file, boolean optional)
            throws GeneralSecurityException, SSLException {
        List<X509Certificate> found = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                if (certificate instanceof X509Certificate x509) {
                    found.add(x509);
                }
            }
        } catch (IOException e) {
            if (!optional) {
                throw unreadable(file, e instanceof NoSuchFileException ? "it does not exist" : "cannot be read", e);
            }
        } catch (GeneralSecurityException e) {
            throw unreadable(file, "it is no PEM file with certificates", e);
        }
        if (found.isEmpty() && !optional) {
            throw unreadable(file, "there is no certificate in it", null);
        }
        return found;
    }

    private static SSLException unreadable(Path file, String why, @Nullable Exception cause) {
        return new UnreadableAuthorityException("the ca-file " + file + " cannot be used: " + why, cause);
    }

    private static List<String> marks(Authorities authorities) {
        List<Path> files = new ArrayList<>(authorities.files());
        if (authorities.system()) {
            files.add(SYSTEM);
        }
        List<String> marks = new ArrayList<>();
        for (Path file : files) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                marks.add(now.lastModifiedTime() + " " + now.size() + " " + now.fileKey());
            } catch (IOException e) {
                marks.add("");
            }
        }
        return marks;
    }

    /** The administrator's ca-file is the trouble, not the server. */
    static final class UnreadableAuthorityException extends SSLException {
        private static final long serialVersionUID = 1;

        UnreadableAuthorityException(String message, @Nullable Exception cause) {
            super(message, cause);
        }
    }
}
