package org.letterlock.auth.credential;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.letterlock.sasl.Password;

/** A password as PBKDF2 with HMAC-SHA-512 leaves it (RFC 8018 section 5.2, CRED-2). Immutable. */
final class Pbkdf2Hash implements PasswordHash {
    static final int SALT_OCTETS = 16;
    static final int KEY_OCTETS = 64;
    /** CRED-2. */
    static final int ITERATIONS = 210_000;

    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";

    private final int iterations;
    private final byte[] salt;
    private final byte[] key;

    /** Takes the arrays over. */
    Pbkdf2Hash(int iterations, byte[] salt, byte[] key) {
        if (iterations < 1) {
            throw new IllegalArgumentException("at least one iteration");
        }
        this.iterations = iterations;
        this.salt = salt;
        this.key = key;
    }

    /** Computes; a tenth of a second and more. */
    static Pbkdf2Hash compute(Password password, byte[] salt, int iterations) {
        return new Pbkdf2Hash(iterations, salt.clone(), key(password, salt, iterations));
    }

    @Override
    public boolean matches(Password password) {
        return MessageDigest.isEqual(key(password, salt, iterations), key);
    }

    @Override
    public PasswordFormat format() {
        return PasswordFormat.SHA;
    }

    @Override
    public int memoryKibibytes() {
        return 0;
    }

    int iterations() {
        return iterations;
    }

    byte[] salt() {
        return salt.clone();
    }

    byte[] key() {
        return key.clone();
    }

    private static byte[] key(Password password, byte[] salt, int iterations) {
        byte[] octets = password.toUtf8();
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(octets));
        char[] text = new char[decoded.remaining()];
        decoded.get(text);
        PBEKeySpec spec = new PBEKeySpec(text, salt, iterations, KEY_OCTETS * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        } finally {
            spec.clearPassword();
            Arrays.fill(text, '\0');
            Arrays.fill(decoded.array(), '\0');
            Arrays.fill(octets, (byte) 0);
        }
    }
}
