package org.letterlock.auth;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.letterlock.sasl.NtHash;
import org.letterlock.sasl.Password;

/** The client's side of NTLMv2 (MS-NLMP section 3.1.5.1.2), without MIC and channel binding. */
final class NtlmClient {
    private static final int NEGOTIATE_FLAGS = 0xE2088297;
    private static final int AUTHENTICATE_FLAGS = 0x22888205;
    private static final int HEADER_OCTETS = 88;

    private NtlmClient() {}

    /** The NEGOTIATE_MESSAGE. */
    static byte[] negotiate() {
        return ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII))
                .putInt(1)
                .putInt(NEGOTIATE_FLAGS)
                .array();
    }

    /** The AUTHENTICATE_MESSAGE that answers a challenge. */
    static byte[] authenticate(byte[] challenge, String user, String password) {
        byte[] hash = NtHash.of(Password.parse(password).require()).encode();
        byte[] responseKey = hmac(hash, user.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_16LE));
        ByteBuffer read = ByteBuffer.wrap(challenge).order(ByteOrder.LITTLE_ENDIAN);
        int infoAt = read.getInt(44);
        byte[] info = Arrays.copyOfRange(challenge, infoAt, infoAt + read.getShort(40));
        byte[] temp = ByteBuffer.allocate(28 + info.length + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0x0101)
                .putLong(0) // the server judges no clock; its own timestamp stands in the target information
                .putLong(0xAAAAAAAAAAAAAAAAL)
                .putInt(0)
                .put(info)
                .array();
        byte[] proof = hmac(responseKey, Arrays.copyOfRange(challenge, 24, 32), temp);
        byte[] response = ByteBuffer.allocate(proof.length + temp.length)
                .put(proof)
                .put(temp)
                .array();
        byte[] name = user.getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer message = ByteBuffer.allocate(HEADER_OCTETS + name.length + response.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII))
                .putInt(3);
        field(message, 0, HEADER_OCTETS);
        field(message, response.length, HEADER_OCTETS + name.length);
        field(message, 0, HEADER_OCTETS);
        field(message, name.length, HEADER_OCTETS);
        field(message, 0, HEADER_OCTETS);
        field(message, 0, HEADER_OCTETS);
        message.putInt(AUTHENTICATE_FLAGS);
        return message.position(HEADER_OCTETS).put(name).put(response).array();
    }

    private static void field(ByteBuffer message, int length, int offset) {
        message.putShort((short) length).putShort((short) length).putInt(offset);
    }

    private static byte[] hmac(byte[] key, byte[]... texts) {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(key, "HmacMD5"));
            for (byte[] text : texts) {
                mac.update(text);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new AssertionError(everyPlatformHasIt);
        }
    }
}
