package org.letterlock.messageauth.dkim;

import java.util.Arrays;
import java.util.Optional;

/** Values of the {@code a=} tag (RFC 6376 section 3.3, RFC 8463 section 3). */
public enum SignatureAlgorithm {
    /** PKCS #1 version 1.5 over SHA-256. */
    RSA_SHA256("rsa-sha256", "rsa", "sha256"),
    /** Ed25519 over the SHA-256 digest. */
    ED25519_SHA256("ed25519-sha256", "ed25519", "sha256"),
    /** Known, and never verified (RFC 8301 section 3.1). */
    RSA_SHA1("rsa-sha1", "rsa", "sha1");

    private final String tag;
    private final String keyType;
    private final String hash;

    SignatureAlgorithm(String tag, String keyType, String hash) {
        this.tag = tag;
        this.keyType = keyType;
        this.hash = hash;
    }

    /** The algorithm of that name, letters as in the RFC. */
    public static Optional<SignatureAlgorithm> find(String tag) {
        return Arrays.stream(values()).filter(a -> a.tag.equals(tag)).findFirst();
    }

    /** The value of the {@code a=} tag. */
    public String tag() {
        return tag;
    }

    /** What the key record must have as {@code k=}. */
    public String keyType() {
        return keyType;
    }

    /** What the key record must allow in {@code h=}. */
    public String hash() {
        return hash;
    }
}
