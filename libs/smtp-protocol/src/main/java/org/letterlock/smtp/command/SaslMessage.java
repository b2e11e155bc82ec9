package org.letterlock.smtp.command;

import java.util.Arrays;

/** One message of a SASL exchange (RFC 4422), either way. It may hold a password: its text form shows nothing. */
public final class SaslMessage {
    private final byte[] octets;

    private SaslMessage(byte[] octets) {
        this.octets = octets;
    }

    /** Takes a copy of {@code octets}. */
    public static SaslMessage copyOf(byte[] octets) {
        return new SaslMessage(octets.clone());
    }

    /** A copy of the octets. */
    public byte[] toBytes() {
        return octets.clone();
    }

    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return octets.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SaslMessage message && Arrays.equals(octets, message.octets);
    }

    @Override
    public int hashCode() {
        return octets.length;
    }

    @Override
    public String toString() {
        return "SaslMessage";
    }
}
