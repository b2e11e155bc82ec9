package org.letterlock.mailsyntax.dkim;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 over a message body in canonical form (RFC 6376 section 3.7), computed while the body passes in chunks of any size.
 * Takes constant memory. A line ends at CRLF only; CR and LF alone are content. Not safe for use by several threads.
 */
public final class BodyDigest {
    /** No {@code l=} tag. */
    public static final long WHOLE = Long.MAX_VALUE;

    private static final int OUTPUT = 4096;
    private static final byte[] CRLF = {'\r', '\n'};

    private final Canonicalization canonicalization;
    private final long limit;
    private final MessageDigest digest;
    private final byte[] output = new byte[OUTPUT];
    // Owned by the caller's thread, like all that follows.
    private int outputLength;
    private long canonicalLength;
    // Empty lines count only when something follows them: steps of section 3.4.3 and 3.4.4.
    private long heldLineEnds;
    private boolean heldSpace;
    private boolean heldCr;

    /** A digest of the whole body. */
    public BodyDigest(Canonicalization canonicalization) {
        this(canonicalization, WHOLE);
    }

    /** A digest of the first {@code limit} octets of the canonical body, as the {@code l=} tag wants it. */
    public BodyDigest(Canonicalization canonicalization, long limit) {
        this.canonicalization = canonicalization;
        this.limit = limit;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Takes the next octets of the body. */
    public void update(byte[] chunk) {
        update(chunk, 0, chunk.length);
    }

    /** Takes the next octets of the body; the buffer is read to its limit. */
    public void update(ByteBuffer chunk) {
        if (chunk.hasArray()) {
            update(chunk.array(), chunk.arrayOffset() + chunk.position(), chunk.remaining());
            chunk.position(chunk.limit());
        } else {
            byte[] copy = new byte[Math.min(chunk.remaining(), OUTPUT)];
            while (chunk.hasRemaining()) {
                int count = Math.min(chunk.remaining(), copy.length);
                chunk.get(copy, 0, count);
                update(copy, 0, count);
            }
        }
    }

    /** Takes the next {@code length} octets of the body. */
    public void update(byte[] chunk, int offset, int length) {
        boolean relaxed = canonicalization == Canonicalization.RELAXED;
        int end = offset + length;
        int i = offset;
        while (i < end) {
            byte octet = chunk[i];
            if (heldCr) {
                heldCr = false;
                if (octet == '\n') {
                    heldSpace = false;
                    heldLineEnds++;
                    i++;
                    continue;
                }
                releaseHeld();
                write((byte) '\r');
            }
            if (octet == '\r') {
                heldCr = true;
                i++;
            } else if (relaxed && (octet == ' ' || octet == '\t')) {
                heldSpace = true;
                i++;
            } else {
                int run = endOfRun(chunk, i, end, relaxed);
                releaseHeld();
                write(chunk, i, run - i);
                i = run;
            }
        }
    }

    /** The digest; nothing may be added afterwards. */
    public byte[] digest() {
        if (heldCr) {
            heldCr = false;
            releaseHeld();
            write((byte) '\r');
        }
        // An empty body is one CRLF in "simple" and nothing in "relaxed"; any other ends in exactly one CRLF.
        if (canonicalLength > 0 || canonicalization == Canonicalization.SIMPLE) {
            write(CRLF, 0, CRLF.length);
        }
        digest.update(output, 0, outputLength);
        return digest.digest();
    }

    /** After {@link #digest()}: octets of the whole canonical body, so that a verifier sees what {@code l=} left out. */
    public long canonicalLength() {
        return canonicalLength;
    }

    // One past the octets that need no thought, from a first one that is content.
    private static int endOfRun(byte[] chunk, int start, int end, boolean relaxed) {
        int i = start + 1;
        while (i < end) {
            byte octet = chunk[i];
            boolean special = octet == '\r' || (relaxed && (octet == ' ' || octet == '\t'));
            // A single space inside of a line stays as it is.
            if (special && !(octet == ' ' && i + 1 < end && chunk[i + 1] > ' ')) {
                break;
            }
            i++;
        }
        return i;
    }

    private void releaseHeld() {
        while (heldLineEnds > 0) {
            write(CRLF, 0, CRLF.length);
            heldLineEnds--;
        }
        if (heldSpace) {
            heldSpace = false;
            write((byte) ' ');
        }
    }

    private void write(byte octet) {
        if (canonicalLength < limit) {
            if (outputLength == OUTPUT) {
                flush();
            }
            output[outputLength++] = octet;
        }
        canonicalLength++;
    }

    private void write(byte[] octets, int offset, int length) {
        int wanted = (int) Math.min(length, Math.max(0, limit - canonicalLength));
        canonicalLength += length;
        if (wanted > OUTPUT - outputLength) {
            flush();
        }
        if (wanted > OUTPUT) {
            digest.update(octets, offset, wanted);
        } else {
            System.arraycopy(octets, offset, output, outputLength, wanted);
            outputLength += wanted;
        }
    }

    private void flush() {
        digest.update(output, 0, outputLength);
        outputLength = 0;
    }
}
