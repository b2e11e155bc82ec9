package org.letterlock.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** What one side says in one step, before the profile's base64. It may hold a password, so its text form shows nothing. */
public final class SaslMessage {
    /** No octets, as a challenge or response of their own. */
    public static final SaslMessage EMPTY = new SaslMessage(new byte[0]);

    private final byte[] octets;

    private SaslMessage(byte[] octets) {
        this.octets = octets;
    }

    /** Takes a copy of the octets. */
    public static SaslMessage of(byte[] octets) {
        return new SaslMessage(octets.clone());
    }

    /** The text in UTF-8. */
    public static SaslMessage of(String text) {
        return new SaslMessage(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the octets. */
    public byte[] toOctets() {
        return octets.clone();
    }

    /** How many octets. */
    public int length() {
        return octets.length;
    }

    /** The text, if the octets are UTF-8 (RFC 3629): malformed sequences and surrogates are not. */
    public Optional<String> toText() {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SaslMessage message && MessageDigest.isEqual(octets, message.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "SaslMessage[" + octets.length + " octets]";
    }
}
