package org.letterlock.mailsyntax.conversion;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A multipart whose last delimiter has not come yet. */
final class OpenMultipart {
    private final byte[]
            boundary; // compared as a whole: a hostile message has many long ones that differ in the last octet
    private final boolean digest;
    private final boolean frozen;

    /** @param frozen whether no octet of its parts may change */
    OpenMultipart(Entity.Kind.Multipart multipart, boolean frozen) {
        this.boundary = multipart.boundary().getBytes(StandardCharsets.US_ASCII);
        this.digest = multipart.isDigest();
        this.frozen = frozen;
    }

    boolean isDigest() {
        return digest;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** Where the boundary ends in a line that starts with two hyphens. */
    int end() {
        return 2 + boundary.length;
    }

    /** Whether the boundary stands behind the two hyphens at the start of a line of {@code count} octets. */
    boolean isIn(byte[] line, int count) {
        return end() <= count && Arrays.equals(line, 2, end(), boundary, 0, boundary.length);
    }
}
