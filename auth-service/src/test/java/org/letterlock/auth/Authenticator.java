package org.letterlock.auth;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The app on somebody's telephone: knows the secret that was typed into it, and shows codes (RFC 6238). */
record Authenticator(String secret) {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /** The code of now, or of so many steps of 30 s later. */
    String code(int stepsLater) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key(), "HmacSHA1"));
            long step = Instant.now().getEpochSecond() / 30 + stepsLater;
            ByteBuffer hash = ByteBuffer.wrap(
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array()));
            int number = hash.getInt(hash.get(19) & 0xf) & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Six digits that are no code of these minutes. */
    String wrongCode() {
        for (int candidate = 0; ; candidate++) {
            String code = String.format(Locale.ROOT, "%06d", candidate);
            if (!code.equals(code(-2))
                    && !code.equals(code(-1))
                    && !code.equals(code(0))
                    && !code.equals(code(1))
                    && !code.equals(code(2))) {
                return code;
            }
        }
    }

    private byte[] key() {
        StringBuilder bits = new StringBuilder();
        secret.chars()
                .map(ALPHABET::indexOf)
                .forEach(five -> bits.append(
                        String.format("%5s", Integer.toBinaryString(five)).replace(' ', '0')));
        byte[] key = new byte[bits.length() / Byte.SIZE];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) Integer.parseInt(bits.substring(i * Byte.SIZE, (i + 1) * Byte.SIZE), 2);
        }
        return key;
    }
}
