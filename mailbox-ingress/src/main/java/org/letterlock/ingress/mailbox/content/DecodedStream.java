package org.letterlock.ingress.mailbox.content;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The octets of a part without its transfer encoding (RFC 2045 section 6), for BINARY of RFC 3516. Lenient: what the encoding
 * does not allow is skipped or passed through, so that broken mail never fails a FETCH.
 */
public abstract sealed class DecodedStream extends InputStream {
    private final InputStream encoded;

    private DecodedStream(InputStream encoded) {
        this.encoded = new BufferedInputStream(encoded);
    }

    /** Decodes {@code encoded}; empty for an encoding that is not known. */
    public static Optional<InputStream> open(InputStream encoded, String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "7bit", "8bit", "binary" -> Optional.of(encoded);
            case "base64" -> Optional.of(new Base64Stream(encoded));
            case "quoted-printable" -> Optional.of(new QuotedPrintableStream(encoded));
            default -> Optional.empty();
        };
    }

    InputStream encoded() {
        return encoded;
    }

    /** The next octet, or -1. */
    abstract int decode() throws IOException;

    @Override
    public final int read() throws IOException {
        return decode();
    }

    @Override
    public final int read(byte[] target, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, target.length);
        int read = 0;
        while (read < length) {
            int octet = decode();
            if (octet < 0) {
                return read == 0 ? -1 : read;
            }
            target[from + read++] = (byte) octet;
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        encoded.close();
    }

    /** RFC 2045 section 6.8. */
    private static final class Base64Stream extends DecodedStream {
        private static final byte[] VALUES = values();

        private int bits; // those of the characters read that have not been given out
        private int count; // how many these are
        private boolean ended;

        private Base64Stream(InputStream encoded) {
            super(encoded);
        }

        private static byte[] values() {
            String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            byte[] values = new byte[256];
            Arrays.fill(values, (byte) -1);
            for (int i = 0; i < alphabet.length(); i++) {
                values[alphabet.charAt(i)] = (byte) i;
            }
            return values;
        }

        @Override
        int decode() throws IOException {
            while (count < 8 && !ended) {
                int c = encoded().read();
                if (c < 0 || c == '=') {
                    ended = true;
                } else if (VALUES[c] >= 0) {
                    bits = (bits << 6 | VALUES[c]) & 0xFFFF;
                    count += 6;
                }
            }
            if (count < 8) {
                return -1;
            }
            count -= 8;
            return bits >> count & 0xFF;
        }
    }

    /** RFC 2045 section 6.7. */
    private static final class QuotedPrintableStream extends DecodedStream {
        private QuotedPrintableStream(InputStream encoded) {
            super(encoded);
        }

        @Override
        int decode() throws IOException {
            while (true) {
                int c = encoded().read();
                if (c != '=') {
                    return c;
                }
                encoded().mark(3);
                int first = encoded().read();
                int second = encoded().read();
                if (Character.digit(first, 16) >= 0 && Character.digit(second, 16) >= 0) {
                    return Character.digit(first, 16) << 4 | Character.digit(second, 16);
                }
                if (first == '\r' && second == '\n') {
                    continue; // a soft line break
                }
                encoded().reset();
                if (first != '\n') {
                    return '=';
                }
                var _ = encoded().read();
            }
        }
    }
}
