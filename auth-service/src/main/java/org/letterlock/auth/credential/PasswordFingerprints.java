package org.letterlock.auth.credential;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.letterlock.contracts.Octets;
import org.letterlock.sasl.Password;

/**
 * Stand-ins for passwords that may be kept in memory: HMAC-SHA-256 under a key that lives only in this object, so they are
 * worth nothing elsewhere. Safe for use by any thread.
 */
public final class PasswordFingerprints {
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_OCTETS = 32;

    private final SecretKeySpec key;

    /** Fingerprints under a fresh key. */
    public PasswordFingerprints(SecureRandom random) {
        byte[] secret = new byte[KEY_OCTETS];
        random.nextBytes(secret);
        key = new SecretKeySpec(secret, HMAC);
    }

    /** The fingerprint of a password of that owner; no two owners have one in common. */
    public Octets of(byte[] owner, Password password) {
        byte[] octets = password.toUtf8();
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update((byte) (owner.length >> 8)); // the length keeps owner and password apart
            mac.update((byte) owner.length);
            mac.update(owner);
            return Octets.wrap(mac.doFinal(octets));
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
