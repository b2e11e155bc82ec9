package org.letterlock.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a server keeps for CRAM-MD5 in place of the password: the contexts of HMAC-MD5 after the inner and the outer padded
 * key (RFC 2195 section 3). Who has them can log in by CRAM-MD5, though not read the password: keep them sealed.
 */
public final class CramMd5Keys implements Verifier {
    private static final byte FORMAT = 1;
    private static final int INNER_PAD = 0x36;
    private static final int OUTER_PAD = 0x5C;

    private final byte[] inner;
    private final byte[] outer;

    private CramMd5Keys(byte[] inner, byte[] outer) {
        this.inner = inner;
        this.outer = outer;
    }

    /** Computes the contexts of a password. */
    public static CramMd5Keys of(Password password) {
        byte[] key = password.toUtf8();
        byte[] block = Arrays.copyOf(
                key.length > LittleEndianHash.BLOCK_OCTETS ? Md5Math.md5(key) : key, LittleEndianHash.BLOCK_OCTETS);
        return new CramMd5Keys(
                LittleEndianHash.md5AfterBlock(xor(block, INNER_PAD)),
                LittleEndianHash.md5AfterBlock(xor(block, OUTER_PAD)));
    }

    /** Contexts for a name that has none, so that the check takes as long (AUTH-7); no password leads to them. */
    public static CramMd5Keys pretended(byte[] secret, String name) {
        byte[] keys = ScramMath.hmac(secret, "cram-md5 " + name);
        return new CramMd5Keys(
                Arrays.copyOf(keys, Md5Math.HASH_OCTETS), Arrays.copyOfRange(keys, Md5Math.HASH_OCTETS, keys.length));
    }

    /** The octets that {@link #decode} reads back; secret. */
    public byte[] encode() {
        return Md5Math.join(new byte[] {FORMAT}, inner, outer);
    }

    /** Reads what {@link #encode} wrote; empty for anything else. */
    public static Optional<CramMd5Keys> decode(byte[] encoded) {
        if (encoded.length != 1 + 2 * Md5Math.HASH_OCTETS || encoded[0] != FORMAT) {
            return Optional.empty();
        }
        int border = 1 + Md5Math.HASH_OCTETS;
        return Optional.of(new CramMd5Keys(
                Arrays.copyOfRange(encoded, 1, border), Arrays.copyOfRange(encoded, border, encoded.length)));
    }

    /** The digest that answers a challenge. */
    SaslMessage answer(String challenge) {
        byte[] hash = LittleEndianHash.md5Continued(inner, challenge.getBytes(StandardCharsets.UTF_8));
        return SaslMessage.of(LittleEndianHash.md5Continued(outer, hash));
    }

    private static byte[] xor(byte[] block, int pad) {
        byte[] result = block.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= (byte) pad;
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CramMd5Keys keys && MessageDigest.isEqual(encode(), keys.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(inner);
    }

    @Override
    public String toString() {
        return "CramMd5Keys[***]";
    }
}
