package org.letterlock.sasl;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a server keeps in place of the password (RFC 5802 section 3): salt, iteration count, StoredKey and ServerKey. Who has
 * the StoredKey and watches a login can log in himself: keep it sealed.
 */
public final class ScramKeys implements Verifier {
    /** Least and most iterations that are accepted: RFC 7677 section 4, and a bound on the work a peer can ask for. */
    public static final int MIN_ITERATIONS = 4096;

    public static final int MAX_ITERATIONS = 1_000_000;

    private static final byte FORMAT = 1;
    private static final int MAX_SALT = 64;

    private final byte[] salt;
    private final int iterations;
    private final byte[] storedKey;
    private final byte[] serverKey;

    private ScramKeys(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
        if (salt.length < 1 || salt.length > MAX_SALT || iterations < 1 || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException("salt or iteration count out of range");
        }
        this.salt = salt;
        this.iterations = iterations;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /** Computes the keys of a password; costs {@code iterations} times two hashes. */
    public static ScramKeys derive(Password password, byte[] salt, int iterations) {
        byte[] saltedPassword = ScramMath.saltedPassword(password, salt, iterations);
        byte[] clientKey = ScramMath.hmac(saltedPassword, "Client Key");
        return new ScramKeys(
                salt.clone(), iterations, ScramMath.hash(clientKey), ScramMath.hmac(saltedPassword, "Server Key"));
    }

    /**
     * Keys for a name that nobody has, so that the exchange runs to its end (AUTH-3). The salt is always the same for the
     * same name and secret, as a real one would be; no password leads to the keys.
     */
    public static ScramKeys pretended(byte[] secret, String name, int saltOctets, int iterations) {
        byte[] salt = Arrays.copyOf(ScramMath.hmac(secret, "salt " + name), saltOctets);
        return new ScramKeys(
                salt,
                iterations,
                ScramMath.hmac(secret, "stored key " + name),
                ScramMath.hmac(secret, "server key " + name));
    }

    /** The octets that {@link #decode} reads back; secret. */
    public byte[] encode() {
        return ByteBuffer.allocate(6 + salt.length + 2 * ScramMath.HASH_OCTETS)
                .put(FORMAT)
                .putInt(iterations)
                .put((byte) salt.length)
                .put(salt)
                .put(storedKey)
                .put(serverKey)
                .array();
    }

    /** Reads what {@link #encode} wrote; empty for anything else. */
    public static Optional<ScramKeys> decode(byte[] encoded) {
        ByteBuffer buffer = ByteBuffer.wrap(encoded);
        if (encoded.length < 6 || buffer.get() != FORMAT) {
            return Optional.empty();
        }
        int iterations = buffer.getInt();
        int saltOctets = buffer.get();
        boolean wellFormed = iterations >= 1
                && iterations <= MAX_ITERATIONS
                && saltOctets >= 1
                && saltOctets <= MAX_SALT
                && buffer.remaining() == saltOctets + 2 * ScramMath.HASH_OCTETS;
        return wellFormed
                ? Optional.of(new ScramKeys(
                        take(buffer, saltOctets),
                        iterations,
                        take(buffer, ScramMath.HASH_OCTETS),
                        take(buffer, ScramMath.HASH_OCTETS)))
                : Optional.empty();
    }

    /** A copy. */
    public byte[] salt() {
        return salt.clone();
    }

    /** How often the password was hashed. */
    public int iterations() {
        return iterations;
    }

    /** Whether the proof could only be made by somebody who has the password (RFC 5802 section 3). */
    boolean verifies(byte[] proof, String authMessage) {
        if (proof.length != ScramMath.HASH_OCTETS) {
            return false;
        }
        byte[] clientSignature = ScramMath.hmac(storedKey, authMessage);
        byte[] clientKey = ScramMath.xor(proof, clientSignature);
        return MessageDigest.isEqual(ScramMath.hash(clientKey), storedKey);
    }

    byte[] serverSignature(String authMessage) {
        return ScramMath.hmac(serverKey, authMessage);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramKeys keys && MessageDigest.isEqual(encode(), keys.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt);
    }

    @Override
    public String toString() {
        return "ScramKeys[" + iterations + " iterations]";
    }

    private static byte[] take(ByteBuffer buffer, int octets) {
        byte[] taken = new byte[octets];
        buffer.get(taken);
        return taken;
    }
}
