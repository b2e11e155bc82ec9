package org.letterlock.auth.factor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/**
 * The secret that an authenticator shares with the suite, and its codes (RFC 6238, with the six digits of RFC 4226 section 5.3
 * and HMAC-SHA-1, which is what every authenticator knows). Shows nothing of itself.
 */
final class Totp {
    /** How long a code is shown. */
    static final Duration STEP = Duration.ofSeconds(30);

    private static final int SECRET_OCTETS = 20; // RFC 4226 section 4, R6: 160 bits
    private static final int WINDOW = 1; // steps that a clock may be off, RFC 6238 section 5.2
    private static final int MODULUS = 1_000_000;
    private static final Pattern CODE = Pattern.compile("[0-9]{6}");

    private final byte[] secret;

    private Totp(byte[] secret) {
        this.secret = secret;
    }

    static Totp random(SecureRandom random) {
        byte[] secret = new byte[SECRET_OCTETS];
        random.nextBytes(secret);
        return new Totp(secret);
    }

    static Totp of(byte[] secret) {
        return new Totp(secret.clone());
    }

    /** A copy, to be sealed. */
    byte[] toOctets() {
        return secret.clone();
    }

    /** The secret for people who type it into their authenticator. */
    String reveal() {
        return Base32.toBase32String(secret);
    }

    /**
     * The step whose code that is, if it is one of the current step and its neighbours.
     *
     * @param after the last step whose code was taken; a code works once
     */
    OptionalLong stepOf(String code, Instant now, long after) {
        if (!CODE.matcher(code).matches()) {
            return OptionalLong.empty();
        }
        long current = stepAt(now);
        OptionalLong found = OptionalLong.empty();
        for (long step = current - WINDOW; step <= current + WINDOW; step++) { // all of them, whichever it is
            if (isEqual(code(step), code) && step > after) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** The code of a step. */
    String code(long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf; // dynamic truncation, RFC 4226 section 5.3
            int truncated = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fffffff;
            return String.format(Locale.ROOT, "%06d", truncated % MODULUS);
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    static long stepAt(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), STEP.toSeconds());
    }

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "Totp[***]";
    }
}
