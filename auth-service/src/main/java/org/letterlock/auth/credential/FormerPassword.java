package org.letterlock.auth.credential;

import java.nio.ByteBuffer;
import org.letterlock.service.sealing.SealedObjectCorruptException;

/** What is kept of a password so that it is not used again: an Argon2id value (PWD-9). Shows nothing of itself. */
public final class FormerPassword {
    private final Argon2Hash hash;

    FormerPassword(Argon2Hash hash) {
        this.hash = hash;
    }

    Argon2Hash hash() {
        return hash;
    }

    /** The octets that {@link #decode} reads back; secret. */
    byte[] encode() {
        return ByteBuffer.allocate(8 + Argon2Hash.SALT_OCTETS + Argon2Hash.TAG_OCTETS)
                .putInt(hash.cost().memoryKibibytes())
                .putShort((short) hash.cost().passes())
                .putShort((short) hash.cost().lanes())
                .put(hash.salt())
                .put(hash.tag())
                .array();
    }

    static FormerPassword decode(byte[] encoded) {
        if (encoded.length != 8 + Argon2Hash.SALT_OCTETS + Argon2Hash.TAG_OCTETS) {
            throw new SealedObjectCorruptException("sealed-object-corrupt: no former password", null);
        }
        ByteBuffer buffer = ByteBuffer.wrap(encoded);
        Argon2Cost cost = new Argon2Cost(buffer.getInt(), buffer.getShort(), buffer.getShort());
        byte[] salt = new byte[Argon2Hash.SALT_OCTETS];
        byte[] tag = new byte[Argon2Hash.TAG_OCTETS];
        buffer.get(salt).get(tag);
        return new FormerPassword(new Argon2Hash(cost, salt, tag));
    }

    @Override
    public String toString() {
        return "FormerPassword[***]";
    }
}
