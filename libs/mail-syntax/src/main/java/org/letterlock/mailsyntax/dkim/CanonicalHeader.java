package org.letterlock.mailsyntax.dkim;

import java.util.Arrays;
import org.letterlock.mailsyntax.header.HeaderField;

/** Header fields in canonical form (RFC 6376 section 3.4.1 and 3.4.2), each with its final CRLF. */
public final class CanonicalHeader {
    private CanonicalHeader() {}

    /** The octets that are hashed for {@code field}. */
    public static byte[] of(HeaderField field, Canonicalization canonicalization) {
        return switch (canonicalization) {
            case SIMPLE -> field.octets();
            case RELAXED -> relaxed(field.octets());
        };
    }

    private static byte[] relaxed(byte[] field) {
        byte[] canonical = new byte[field.length + 2];
        int length = 0;
        int colon = -1;
        boolean space = false;
        for (byte octet : field) {
            if (octet == '\r' || octet == '\n') {
                continue; // unfolding
            }
            if (octet == ' ' || octet == '\t') {
                space = true;
            } else if (colon < 0 && octet == ':') {
                colon = length;
                canonical[length++] = octet;
                space = false;
            } else {
                // No white space before or after the colon, one SP for each run elsewhere.
                if (space && length > colon + 1) {
                    canonical[length++] = ' ';
                }
                space = false;
                canonical[length++] = colon < 0 ? lowerCase(octet) : octet;
            }
        }
        canonical[length++] = '\r';
        canonical[length++] = '\n';
        return Arrays.copyOf(canonical, length);
    }

    private static byte lowerCase(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + ('a' - 'A')) : octet;
    }
}
