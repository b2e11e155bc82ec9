package org.letterlock.auth.credential;

import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.letterlock.sasl.Password;

/** A password as Argon2id leaves it (RFC 9106). Immutable. */
final class Argon2Hash implements PasswordHash {
    static final int SALT_OCTETS = 16;
    static final int TAG_OCTETS = 32;

    private final Argon2Cost cost;
    private final byte[] salt;
    private final byte[] tag;

    /** Takes the arrays over. */
    Argon2Hash(Argon2Cost cost, byte[] salt, byte[] tag) {
        this.cost = cost;
        this.salt = salt;
        this.tag = tag;
    }

    /** Computes; tens of milliseconds. */
    static Argon2Hash compute(Password password, byte[] salt, Argon2Cost cost) {
        return new Argon2Hash(cost, salt.clone(), tag(password, salt, cost));
    }

    @Override
    public PasswordFormat format() {
        return PasswordFormat.STRONG;
    }

    @Override
    public boolean matches(Password password) {
        return MessageDigest.isEqual(tag(password, salt, cost), tag);
    }

    @Override
    public int memoryKibibytes() {
        return cost.memoryKibibytes();
    }

    Argon2Cost cost() {
        return cost;
    }

    byte[] salt() {
        return salt.clone();
    }

    byte[] tag() {
        return tag.clone();
    }

    private static byte[] tag(Password password, byte[] salt, Argon2Cost cost) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKibibytes())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] tag = new byte[TAG_OCTETS];
        byte[] octets = password.toUtf8();
        generator.generateBytes(octets, tag);
        Arrays.fill(octets, (byte) 0);
        return tag;
    }
}
