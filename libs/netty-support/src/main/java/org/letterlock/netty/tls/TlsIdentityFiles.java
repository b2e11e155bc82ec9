package org.letterlock.netty.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Reads an identity from PEM files (RFC 7468). */
public final class TlsIdentityFiles {
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";

    private TlsIdentityFiles() {}

    /**
     * Reads a chain, own certificate first, and its key in PKCS #8, EC or RSA.
     *
     * @throws IllegalArgumentException if a file is not what it should be, or the key is another certificate's; the message
     *     names the file, never its content
     * @throws UncheckedIOException if a file cannot be read
     */
    public static TlsIdentity read(Path certificateFile, Path keyFile) {
        TlsIdentity identity = new TlsIdentity(readChain(certificateFile), readKey(keyFile));
        if (!belongTogether(identity)) {
            throw new IllegalArgumentException(keyFile + " is not the key of the certificate in " + certificateFile);
        }
        return identity;
    }

    private static boolean belongTogether(TlsIdentity identity) {
        String algorithm = identity.key().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        byte[] probe = {1};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(identity.key());
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(identity.certificate().getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // a key of another kind
        }
    }

    private static List<X509Certificate> readChain(Path file) {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(octets(file)).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no certificates in PEM: " + file, e);
        }
    }

    private static PrivateKey readKey(Path file) {
        String text = new String(octets(file).readAllBytes(), StandardCharsets.US_ASCII);
        int begin = text.indexOf(KEY_BEGIN);
        int end = text.indexOf(KEY_END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("no private key in PEM and PKCS #8: " + file);
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(text.substring(begin + KEY_BEGIN.length(), end));
            return ofAnyKind(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("neither an EC nor an RSA key: " + file, e);
        }
    }

    private static PrivateKey ofAnyKind(PKCS8EncodedKeySpec encoded) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(encoded);
        } catch (InvalidKeySpecException notEc) {
            return KeyFactory.getInstance("RSA").generatePrivate(encoded);
        }
    }

    private static ByteArrayInputStream octets(Path file) {
        try {
            return new ByteArrayInputStream(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
