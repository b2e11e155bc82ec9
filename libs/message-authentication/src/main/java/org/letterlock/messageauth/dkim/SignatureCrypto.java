package org.letterlock.messageauth.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The cryptography of a verifier. Never throws for what a peer or the DNS said. Safe for use by several threads. */
public final class SignatureCrypto {
    private static final int ED25519_OCTETS = 32;
    private static final byte[] ED25519_PREFIX =
            HexFormat.of().parseHex("302a300506032b6570032100"); // RFC 8410 section 4
    private static final byte[] RSA_ALGORITHM = HexFormat.of().parseHex("300d06092a864886f70d0101010500"); // RFC 3279
    private static final int DER_SEQUENCE = 0x30;
    private static final int DER_BIT_STRING = 0x03;

    private final Optional<Provider> rsa;

    private SignatureCrypto(Optional<Provider> rsa) {
        this.rsa = rsa;
    }

    /** With nothing but what every JDK has. */
    public static SignatureCrypto ofJdk() {
        return new SignatureCrypto(Optional.empty());
    }

    /** With RSA done by another provider; the keys and Ed25519 stay with the JDK, which knows the tricks of both. */
    public static SignatureCrypto withRsaBy(Provider provider) {
        return new SignatureCrypto(Optional.of(provider));
    }

    /**
     * The key for an algorithm. RSA keys may be a SubjectPublicKeyInfo or, as in the text of RFC 6376 section 3.6.1, the
     * RSAPublicKey alone; Ed25519 keys are the 32 octets (RFC 8463 section 4). Empty for anything else, and for RSA keys that
     * the JDK takes for none: under 512 or over 16384 bits.
     */
    public Optional<PublicKey> publicKey(SignatureAlgorithm algorithm, byte[] published) {
        return switch (algorithm) {
            case RSA_SHA256, RSA_SHA1 ->
                decoded("RSA", published)
                        .or(() -> decoded(
                                "RSA", der(DER_SEQUENCE, RSA_ALGORITHM, der(DER_BIT_STRING, new byte[1], published))));
            case ED25519_SHA256 ->
                published.length == ED25519_OCTETS
                        ? decoded("Ed25519", concatenated(ED25519_PREFIX, published))
                        : Optional.empty();
        };
    }

    /** Whether {@code signature} is one that the key's owner made over {@code input}; never for rsa-sha1. */
    public boolean verify(SignatureAlgorithm algorithm, PublicKey key, byte[] input, byte[] signature) {
        // RFC 8463 section 3: with Ed25519 what is signed is the digest.
        byte[] signed = algorithm == SignatureAlgorithm.ED25519_SHA256 ? sha256(input) : input;
        return verifySigned(algorithm, key, signed, signature);
    }

    /** As {@link #verify}, for the octets that the signature scheme itself is given. */
    boolean verifySigned(SignatureAlgorithm algorithm, PublicKey key, byte[] signed, byte[] signature) {
        try {
            return switch (algorithm) {
                case RSA_SHA256 -> verify(rsaVerifier(), key, signed, signature);
                case ED25519_SHA256 -> verify(Signature.getInstance("Ed25519"), key, signed, signature);
                case RSA_SHA1 -> false;
            };
        } catch (GeneralSecurityException | ProviderException notASignature) {
            return false;
        }
    }

    private static boolean verify(Signature verifier, PublicKey key, byte[] signed, byte[] signature)
            throws GeneralSecurityException {
        verifier.initVerify(key);
        verifier.update(signed);
        return verifier.verify(signature);
    }

    private Signature rsaVerifier() throws NoSuchAlgorithmException {
        return rsa.isPresent()
                ? Signature.getInstance("SHA256withRSA", rsa.get())
                : Signature.getInstance("SHA256withRSA");
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static Optional<PublicKey> decoded(String algorithm, byte[] encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException | ProviderException notAKey) {
            return Optional.empty();
        }
    }

    // A DER value: tag, length in the shortest form that is good for 64 KiB, content.
    private static byte[] der(int tag, byte[] first, byte[] second) {
        int length = first.length + second.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return concatenated(concatenated(head, first), second);
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
