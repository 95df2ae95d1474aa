package dev.allclear.it.http;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes an X.509 certificate (RFC 5280) for a host, its loopback address included; the JDK has no public way to make one. */
final class SelfSigned {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int UTF8 = 0x0C;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int VERSION_TAG = 0xA0;
    private static final int EXTENSIONS_TAG = 0xA3;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final byte[] COMMON_NAME = {0x06, 3, 0x55, 0x04, 0x03};
    private static final byte[] ALTERNATIVE_NAMES = {0x06, 3, 0x55, 0x1D, 0x11};
    private static final byte[] SHA256_WITH_RSA = {
        SEQUENCE, 13, 0x06, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x0B, 0x05, 0
    };
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private SelfSigned() {}

    static byte[] certificate(String host, KeyPair key) throws GeneralSecurityException {
        Instant now = Instant.now();
        byte[] name = tagged(SEQUENCE, tagged(SET, tagged(SEQUENCE, COMMON_NAME, text(UTF8, host))));
        byte[] names = tagged(
                SEQUENCE, text(DNS_NAME, host), text(DNS_NAME, "localhost"), tagged(IP_ADDRESS, new byte[] {127, 0, 0, 1
                }));
        byte[] body = tagged(
                SEQUENCE,
                tagged(VERSION_TAG, tagged(INTEGER, new byte[] {2})),
                tagged(
                        INTEGER,
                        new BigInteger(120, new SecureRandom())
                                .add(BigInteger.ONE)
                                .toByteArray()),
                SHA256_WITH_RSA,
                name,
                tagged(
                        SEQUENCE,
                        text(GENERALIZED_TIME, TIME.format(now.minus(Duration.ofDays(1)))),
                        text(GENERALIZED_TIME, TIME.format(now.plus(Duration.ofDays(730))))),
                name,
                key.getPublic().getEncoded(),
                tagged(
                        EXTENSIONS_TAG,
                        tagged(SEQUENCE, tagged(SEQUENCE, ALTERNATIVE_NAMES, tagged(OCTET_STRING, names)))));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key.getPrivate());
        signature.update(body);
        return tagged(SEQUENCE, body, SHA256_WITH_RSA, tagged(BIT_STRING, new byte[] {0}, signature.sign()));
    }

    private static byte[] text(int tag, String text) {
        return tagged(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Tag, length and content, as DER (X.690) has it. */
    private static byte[] tagged(int tag, byte[]... content) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : content) {
            all.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (all.size() > 0xFFFF) {
            throw new IllegalArgumentException("too long: " + all.size());
        } else if (all.size() > 0xFF) {
            out.write(0x82);
            out.write(all.size() >> 8);
        } else if (all.size() > 0x7F) {
            out.write(0x81);
        }
        out.write(all.size());
        out.writeBytes(all.toByteArray());
        return out.toByteArray();
    }
}
