package org.letterlock.mailstore.search;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Decodes quoted-printable (RFC 2045 section 6.7), leniently: what is no escape stands for itself. */
final class QuotedPrintableStream extends FilterInputStream {
    QuotedPrintableStream(InputStream encoded) {
        super(new PushbackInputStream(encoded, 2));
    }

    @Override
    public int read() throws IOException {
        PushbackInputStream encoded = (PushbackInputStream) in;
        int octet = encoded.read();
        while (octet == '=') {
            int first = encoded.read();
            if (first == '\n') {
                octet = encoded.read(); // a soft line break
                continue;
            }
            int second = first < 0 ? -1 : encoded.read();
            if (first == '\r' && second == '\n') {
                octet = encoded.read();
                continue;
            }
            int high = Character.digit(first, 16);
            int low = Character.digit(second, 16);
            if (high >= 0 && low >= 0) {
                return high << 4 | low;
            }
            pushBack(encoded, second);
            pushBack(encoded, first);
            return '=';
        }
        return octet;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int octet = read();
            if (octet < 0) {
                return count == 0 ? -1 : count;
            }
            octets[offset + count++] = (byte) octet;
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private static void pushBack(PushbackInputStream encoded, int octet) throws IOException {
        if (octet >= 0) {
            encoded.unread(octet);
        }
    }
}
