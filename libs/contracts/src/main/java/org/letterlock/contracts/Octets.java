package org.letterlock.contracts;

import java.util.Arrays;

/** Octets that do not change, compared by content; unlike an array they may stand in a record. */
public final class Octets {
    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes a copy of {@code bytes}. */
    public static Octets copyOf(byte[] bytes) {
        return new Octets(bytes.clone());
    }

    /** Takes {@code bytes} over; the caller promises never to change them. */
    public static Octets wrap(byte[] bytes) {
        return new Octets(bytes);
    }

    /** A copy. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** The octets themselves, for reading only. */
    public byte[] view() {
        return bytes;
    }

    /** How many octets these are. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The length only: what is inside may be secret. */
    @Override
    public String toString() {
        return bytes.length + " octets";
    }
}
