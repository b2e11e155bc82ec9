package org.letterlock.standalone.demo;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/** The authenticator of the demo's administrator: codes of six digits, each of 30 seconds (RFC 6238). */
record OneTimeCodes(String secret) {
    private static final int STEP_SECONDS = 30;
    private static final int MODULUS = 1_000_000;

    /** @param secret in base32, as the suite shows it */
    OneTimeCodes {}

    /** The code of a moment. */
    String at(Instant moment) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base32.decode(secret), "HmacSHA1"));
            long step = Math.floorDiv(moment.getEpochSecond(), STEP_SECONDS);
            var hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf; // dynamic truncation, RFC 4226 section 5.3
            int truncated = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", truncated % MODULUS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no HMAC-SHA-1", e);
        }
    }

    /** The next one, which is good already: a clock may be off by a step (RFC 6238 section 5.2). */
    String after(Instant moment) {
        return at(moment.plusSeconds(STEP_SECONDS));
    }

    @Override
    public String toString() {
        return "OneTimeCodes[***]";
    }
}
