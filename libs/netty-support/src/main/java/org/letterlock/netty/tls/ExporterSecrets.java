package org.letterlock.netty.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.internal.tcnative.SSLContext;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLEngine;
import org.letterlock.contracts.Octets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Channel bindings of type {@code tls-exporter} (RFC 9266) on BoringSSL. Its Java binding has no call for exported keying
 * material, but reports the exporter secret of each TLS 1.3 handshake to a key log callback; from that secret RFC 8446
 * section 7.5 derives what the call would give. A secret is kept as long as its connection lives and opens nothing that
 * was sent on it: it is a sibling of the traffic secrets, not their parent. Safe for use by any thread.
 */
final class ExporterSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(ExporterSecrets.class);
    private static final String LABEL = "EXPORTER_SECRET ";
    private static final byte[] NONE = {};

    private final Map<Long, byte[]> secrets = new ConcurrentHashMap<>();

    private ExporterSecrets() {}

    /** Watches the handshakes of a context; a context of the JDK needs no watching. */
    static ExporterSecrets of(SslContext context) {
        ExporterSecrets secrets = new ExporterSecrets();
        if (context instanceof ReferenceCountedOpenSslContext openSsl) {
            nativeContext(openSsl).ifPresent(pointer -> SSLContext.setKeyLogCallback(pointer, secrets::logged));
        }
        return secrets;
    }

    // Netty has an accessor for the SSL_CTX, but the callback belongs to the structure around it, which only this field
    // names. Without it the suite offers tls-server-end-point alone.
    private static Optional<Long> nativeContext(ReferenceCountedOpenSslContext context) {
        try {
            VarHandle pointer = MethodHandles.privateLookupIn(
                            ReferenceCountedOpenSslContext.class, MethodHandles.lookup())
                    .findVarHandle(ReferenceCountedOpenSslContext.class, "ctx", long.class);
            return Optional.of((long) pointer.get(context));
        } catch (NoSuchFieldException | IllegalAccessException e) {
            LOG.warn("BoringSSL without tls-exporter channel binding", e);
            return Optional.empty();
        }
    }

    /** A connection begins. */
    void expect(SSLEngine engine) {
        if (engine instanceof ReferenceCountedOpenSslEngine openSsl) {
            secrets.put(openSsl.sslPointer(), NONE);
        }
    }

    /** A connection is over. */
    void forget(SSLEngine engine) {
        if (engine instanceof ReferenceCountedOpenSslEngine openSsl) {
            byte[] secret = secrets.remove(openSsl.sslPointer());
            if (secret != null) {
                Arrays.fill(secret, (byte) 0);
            }
        }
    }

    Optional<Octets> channelBinding(SSLEngine engine) {
        if (!(engine instanceof ReferenceCountedOpenSslEngine openSsl)) {
            return Optional.empty();
        }
        byte[] secret = secrets.getOrDefault(openSsl.sslPointer(), NONE);
        if (secret.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Octets.wrap(export(secret)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // One line of the NSS key log format: label, client random, secret.
    private void logged(long ssl, byte[] line) {
        String text = new String(line, StandardCharsets.US_ASCII);
        if (text.startsWith(LABEL)) {
            byte[] secret = HexFormat.of()
                    .parseHex(
                            text.strip(),
                            text.lastIndexOf(' ') + 1,
                            text.strip().length());
            secrets.computeIfPresent(ssl, (_, _) -> secret);
        }
    }

    // TLS-Exporter(label, context_value, key_length) =
    //     HKDF-Expand-Label(Derive-Secret(Secret, label, ""), "exporter", Hash(context_value), key_length)
    // RFC 8446 section 7.5. The length of the secret tells which hash the suite uses.
    private static byte[] export(byte[] secret) throws GeneralSecurityException {
        String hash = secret.length == 48 ? "SHA-384" : "SHA-256";
        byte[] emptyHash = MessageDigest.getInstance(hash).digest();
        byte[] derived = expandLabel(hash, secret, ChannelBindings.EXPORTER_LABEL, emptyHash, emptyHash.length);
        return expandLabel(hash, derived, "exporter", emptyHash, ChannelBindings.EXPORTER_LENGTH);
    }

    // struct { uint16 length; opaque label<7..255>; opaque context<0..255>; } HkdfLabel    RFC 8446 section 7.1
    private static byte[] expandLabel(String hash, byte[] secret, String label, byte[] context, int length)
            throws GeneralSecurityException {
        byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        byte[] info = ByteBuffer.allocate(2 + 1 + name.length + 1 + context.length)
                .putShort((short) length)
                .put((byte) name.length)
                .put(name)
                .put((byte) context.length)
                .put(context)
                .array();
        return KDF.getInstance("HKDF-" + hash.replace("-", ""))
                .deriveData(HKDFParameterSpec.expandOnly(new SecretKeySpec(secret, "HKDF"), info, length));
    }
}
