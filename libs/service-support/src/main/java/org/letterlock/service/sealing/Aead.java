package org.letterlock.service.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with random 96-bit nonces (RFC 5116 section 5.2). A sealed value is
 * {@code header ‖ nonce ‖ ciphertext ‖ tag}; the header is authenticated with the rest.
 */
final class Aead {
    static final int KEY_LENGTH = 32;
    static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Aead() {}

    static byte[] randomKey() {
        byte[] key = new byte[KEY_LENGTH];
        RANDOM.nextBytes(key);
        return key;
    }

    static SecretKey aesKey(byte[] key) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException("a key has 256 bits");
        }
        return new SecretKeySpec(key, "AES");
    }

    /** HKDF-Expand (RFC 5869 section 2.3), so that one key never serves two algorithms. */
    static SecretKey derive(byte[] key, String purpose, String algorithm) {
        try {
            var parameters = HKDFParameterSpec.expandOnly(
                    new SecretKeySpec(key, "Generic"), purpose.getBytes(StandardCharsets.US_ASCII), KEY_LENGTH);
            return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no HKDF", e);
        }
    }

    static byte[] seal(SecretKey key, byte[] header, byte[] plain, byte[] associated) {
        byte[] nonce = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, header, associated);
            byte[] sealed = Arrays.copyOf(header, header.length + NONCE_LENGTH + cipher.getOutputSize(plain.length));
            System.arraycopy(nonce, 0, sealed, header.length, NONCE_LENGTH);
            cipher.doFinal(plain, 0, plain.length, sealed, header.length + NONCE_LENGTH);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no AES-GCM", e);
        }
    }

    /** Opens what {@link #seal} made with a header of that length; the caller has looked at the header. */
    static byte[] open(SecretKey key, int headerLength, byte[] sealed, byte[] associated) {
        int start = headerLength + NONCE_LENGTH;
        if (sealed.length < start + TAG_BITS / Byte.SIZE) {
            throw new SealedObjectCorruptException("sealed-object-corrupt: too short", null);
        }
        byte[] header = Arrays.copyOf(sealed, headerLength);
        byte[] nonce = Arrays.copyOfRange(sealed, headerLength, start);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, header, associated)
                    .doFinal(sealed, start, sealed.length - start);
        } catch (GeneralSecurityException e) {
            throw new SealedObjectCorruptException("sealed-object-corrupt: tag does not match", e);
        }
    }

    /** Installation and names, each with its length, so that no two lists give the same octets. */
    static byte[] associated(UUID installation, String... names) {
        byte[][] encoded = new byte[names.length][];
        int length = 2 * Long.BYTES;
        for (int i = 0; i < names.length; i++) {
            encoded[i] = names[i].getBytes(StandardCharsets.UTF_8);
            length += Integer.BYTES + encoded[i].length;
        }
        ByteBuffer octets = ByteBuffer.allocate(length)
                .putLong(installation.getMostSignificantBits())
                .putLong(installation.getLeastSignificantBits());
        for (byte[] name : encoded) {
            octets.putInt(name.length).put(name);
        }
        return octets.array();
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] header, byte[] associated)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(header);
        cipher.updateAAD(associated);
        return cipher;
    }
}
