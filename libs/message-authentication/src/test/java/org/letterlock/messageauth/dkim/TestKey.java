package org.letterlock.messageauth.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** A key to sign with in tests. */
public record TestKey(SignatureAlgorithm algorithm, KeyPair pair) {
    /** One of 2048 bits for all tests, because making one takes its time. */
    public static final TestKey RSA = rsa(2048);

    /** One for all tests. */
    public static final TestKey ED25519 = generate(SignatureAlgorithm.ED25519_SHA256, "Ed25519", 255);

    /** A fresh one. */
    public static TestKey rsa(int bits) {
        return generate(SignatureAlgorithm.RSA_SHA256, "RSA", bits);
    }

    private static TestKey generate(SignatureAlgorithm algorithm, String name, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
            generator.initialize(bits);
            return new TestKey(algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The value of {@code p=}. */
    public String published() {
        byte[] encoded = pair.getPublic().getEncoded();
        return Base64.getEncoder()
                .encodeToString(
                        algorithm == SignatureAlgorithm.ED25519_SHA256
                                ? Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)
                                : encoded);
    }

    /** A record with nothing that need not be in it. */
    public String record() {
        return "v=DKIM1; k=" + algorithm.keyType() + "; p=" + published();
    }

    /** The value of {@code b=}. */
    public String sign(byte[] input) {
        try {
            boolean rsa = algorithm == SignatureAlgorithm.RSA_SHA256;
            Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(rsa ? input : MessageDigest.getInstance("SHA-256").digest(input));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
