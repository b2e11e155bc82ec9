package org.letterlock.egress.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** What a report returns of the message. */
final class ReturnedMessage {
    private static final int MAX_HEADER = 512 * 1024;

    private ReturnedMessage() {}

    /** The header section, up to and without the empty line. */
    static byte[] headerOf(InputStream message) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        int matched = 2; // an empty line may come at once; how much of CRLF CRLF was seen
        try {
            for (int octet = message.read(); octet >= 0 && header.size() < MAX_HEADER; octet = message.read()) {
                header.write(octet);
                boolean fits = octet == (matched % 2 == 0 ? '\r' : '\n');
                matched = fits ? matched + 1 : (octet == '\r' ? 1 : 0);
                if (matched == 4) {
                    byte[] octets = header.toByteArray();
                    return Arrays.copyOf(octets, octets.length - 2);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return header.toByteArray();
    }

    static boolean hasEightBit(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }
}
