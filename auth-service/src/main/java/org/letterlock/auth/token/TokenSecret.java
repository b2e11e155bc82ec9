package org.letterlock.auth.token;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.letterlock.service.sealing.Sha256;

/** A token itself: 256 random bits, shown once (TOK-1). The prefix lets scanners of source code find lost ones. */
public final class TokenSecret {
    private static final String PREFIX = "letterlock_";
    private static final int OCTETS = 32;

    private final String text;

    private TokenSecret(String text) {
        this.text = text;
    }

    /** A fresh one. */
    public static TokenSecret random(SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return new TokenSecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(octets));
    }

    /** What its owner is shown. */
    public String reveal() {
        return text;
    }

    /** What is stored: it has too many bits to be guessed from its hash. */
    public byte[] digest() {
        return Sha256.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "TokenSecret[***]";
    }
}
