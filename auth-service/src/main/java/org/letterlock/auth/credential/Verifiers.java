package org.letterlock.auth.credential;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.letterlock.sasl.ScramKeys;

/**
 * What is kept of a password in format STRONG (CRED-1): one verifier for mechanisms that show the password, one for SCRAM.
 * Leaves this service never (CRED-6).
 */
public final class Verifiers {
    private static final byte FORMAT = 1;

    private final Argon2Hash argon2;
    private final ScramKeys scram;

    Verifiers(Argon2Hash argon2, ScramKeys scram) {
        this.argon2 = argon2;
        this.scram = scram;
    }

    Argon2Hash argon2() {
        return argon2;
    }

    ScramKeys scram() {
        return scram;
    }

    /** The octets that {@link #decode} reads back; secret. */
    byte[] encode() {
        byte[] keys = scram.encode();
        return ByteBuffer.allocate(9 + Argon2Hash.SALT_OCTETS + Argon2Hash.TAG_OCTETS + keys.length)
                .put(FORMAT)
                .putInt(argon2.cost().memoryKibibytes())
                .putShort((short) argon2.cost().passes())
                .putShort((short) argon2.cost().lanes())
                .put(argon2.salt())
                .put(argon2.tag())
                .put(keys)
                .array();
    }

    /** Reads what {@link #encode} wrote; empty for anything else. */
    static Optional<Verifiers> decode(byte[] encoded) {
        ByteBuffer buffer = ByteBuffer.wrap(encoded);
        try {
            if (buffer.get() != FORMAT) {
                return Optional.empty();
            }
            Argon2Cost cost = new Argon2Cost(buffer.getInt(), buffer.getShort(), buffer.getShort());
            byte[] salt = new byte[Argon2Hash.SALT_OCTETS];
            byte[] tag = new byte[Argon2Hash.TAG_OCTETS];
            buffer.get(salt).get(tag);
            byte[] keys = new byte[buffer.remaining()];
            buffer.get(keys);
            return ScramKeys.decode(keys).map(scram -> new Verifiers(new Argon2Hash(cost, salt, tag), scram));
        } catch (BufferUnderflowException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Verifiers[***]";
    }
}
