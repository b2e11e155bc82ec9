package org.letterlock.mailsyntax.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.header.FieldText;

/**
 * Finds the structure of a message in one pass, while it arrives in chunks of any size; the result does not depend on their
 * borders. Never fails: what is malformed is read as well as can be and noted in {@link #defects()}. Memory is bounded by
 * {@link #MAX_PARTS} parts and 1 MiB of header fields, whatever the size of the message. A line ends at LF, with or without
 * CR. Not safe for use by several threads.
 */
public final class MimeStructureReader {
    /** Parts may be nested this deep (IMAP-8); deeper ones are opaque. */
    public static final int MAX_DEPTH = 100;
    /** A message may have this many parts (IMAP-8); the last one takes the rest. */
    public static final int MAX_PARTS = 10_000;

    private static final int MAX_FIELD = 100_000;
    private static final int MAX_FIELDS_TOGETHER = 1024 * 1024;
    // Of a body line only as much is looked at as can be a delimiter.
    private static final int MAX_DELIMITER = 1024;
    private static final int CHUNK = 32 * 1024;

    private final Set<MimeDefect> defects = EnumSet.noneOf(MimeDefect.class);
    private final List<PartBuilder> open = new ArrayList<>();
    // All that follows changes with each line and is owned by the caller's thread.
    private boolean inHeader = true;
    private int parts = 1;
    private int delimiters; // open multiparts
    private long lineFeeds;
    private int lastLineEnd; // octets of the line end of the line before
    private byte[] carry = new byte[256]; // start of a line whose end has not come yet
    private int carryLength;
    private byte carryLast; // its last octet, also where that was not kept
    private long lineStart;
    private long position;
    private @Nullable MimeField field; // being collected
    private byte[] fieldBody = new byte[256];
    private int fieldLength;
    private int fieldsTogether;
    private @Nullable MimeStructure structure;

    /** Starts before the first octet of a message. */
    public MimeStructureReader() {
        open.add(new PartBuilder(0, true, false, false, defects));
    }

    /** Reads a whole message; the stream is left open. */
    public static MimeStructure read(InputStream message) throws IOException {
        MimeStructureReader reader = new MimeStructureReader();
        byte[] chunk = new byte[CHUNK];
        for (int count = message.read(chunk); count >= 0; count = message.read(chunk)) {
            reader.feed(chunk, 0, count);
        }
        return reader.finish();
    }

    /** Reads a whole message. */
    public static MimeStructure read(byte[] message) {
        MimeStructureReader reader = new MimeStructureReader();
        reader.feed(message, 0, message.length);
        return reader.finish();
    }

    /** Takes the next octets; the buffer is read to its limit. */
    public void feed(ByteBuffer chunk) {
        if (chunk.hasArray()) {
            feed(chunk.array(), chunk.arrayOffset() + chunk.position(), chunk.remaining());
            chunk.position(chunk.limit());
        } else {
            byte[] copy = new byte[chunk.remaining()];
            chunk.get(copy);
            feed(copy, 0, copy.length);
        }
    }

    /** Takes the next {@code length} octets. */
    public void feed(byte[] chunk, int offset, int length) {
        int end = offset + length;
        int start = offset;
        for (int i = offset; i < end; i++) {
            if (chunk[i] == '\n') {
                position += i + 1 - start;
                if (carryLength == 0) {
                    line(chunk, start, kept(i + 1 - start), lineEnd(chunk, start, i));
                } else {
                    boolean cr = (i > start ? chunk[i - 1] : carryLast) == '\r';
                    carry(chunk, start, i + 1 - start);
                    line(carry, 0, carryLength, cr ? 2 : 1);
                    carryLength = 0;
                }
                start = i + 1;
                lineStart = position;
            }
        }
        if (start < end) {
            position += end - start;
            carry(chunk, start, end - start);
        }
    }

    /** The message has ended; nothing may be fed afterwards. */
    public MimeStructure finish() {
        if (carryLength > 0) {
            line(carry, 0, carryLength, 0);
            carryLength = 0;
        }
        breakHeader(position);
        closeTo(0, position, 0);
        if (structure == null) {
            throw new IllegalStateException("the outermost part was not closed");
        }
        return structure;
    }

    /** What was wrong with the message, as far as it has been read. */
    public Set<MimeDefect> defects() {
        return Set.copyOf(defects);
    }

    // end is 2 for CRLF, 1 for LF, 0 for the end of the message
    private void line(byte[] octets, int offset, int length, int end) {
        if (end == 1) {
            defects.add(MimeDefect.BARE_LF);
        }
        boolean delimiter = delimiters > 0
                && length > 2
                && octets[offset] == '-'
                && octets[offset + 1] == '-'
                && delimiter(octets, offset + 2, contentEnd(octets, offset, length));
        if (!delimiter && inHeader) {
            headerLine(octets, offset, length, end);
        }
        if (end > 0) {
            lineFeeds++;
        }
        lastLineEnd = end;
    }

    private void headerLine(byte[] octets, int offset, int length, int end) {
        if (end > 0 && length == end) {
            endHeader(position, lineFeeds + 1);
        } else if (octets[offset] == ' ' || octets[offset] == '\t') {
            appendToField(octets, offset, length);
        } else {
            startField(octets, offset, length);
        }
    }

    private void startField(byte[] octets, int offset, int length) {
        endField();
        int colon = offset;
        while (colon < offset + length && octets[colon] != ':') {
            colon++;
        }
        if (colon == offset + length) {
            defects.add(MimeDefect.NOT_A_FIELD);
            return;
        }
        int nameEnd = colon;
        while (nameEnd > offset && (octets[nameEnd - 1] == ' ' || octets[nameEnd - 1] == '\t')) {
            nameEnd--;
        }
        MimeField found = MimeField.find(octets, offset, nameEnd - offset);
        if (found != null && open.getLast().wants(found)) {
            field = found;
            appendToField(octets, colon + 1, offset + length - colon - 1);
        }
    }

    private void appendToField(byte[] octets, int offset, int length) {
        if (field == null) {
            return;
        }
        if (fieldsTogether + length > MAX_FIELDS_TOGETHER || fieldLength + length > MAX_FIELD) {
            defects.add(MimeDefect.TOO_MUCH_HEADER);
            return;
        }
        if (fieldLength + length > fieldBody.length) {
            fieldBody = Arrays.copyOf(fieldBody, Math.max(fieldBody.length * 2, fieldLength + length));
        }
        for (int i = offset; i < offset + length; i++) {
            if (octets[i] == 0) {
                defects.add(MimeDefect.NUL);
            } else if (octets[i] != '\r' && octets[i] != '\n') {
                fieldBody[fieldLength++] = octets[i];
            }
        }
        fieldsTogether += length;
    }

    private void endField() {
        if (field != null) {
            open.getLast().addField(field, FieldText.stripWsp(FieldText.decode(fieldBody, 0, fieldLength)));
            field = null;
        }
        fieldLength = 0;
    }

    // A header ends where no empty line is: at a delimiter or at the end of the message.
    private void breakHeader(long offset) {
        while (inHeader) {
            defects.add(MimeDefect.HEADER_NOT_ENDED);
            endHeader(offset, lineFeeds); // the header of an empty message may start here
        }
    }

    private void endHeader(long bodyStart, long lineFeedsBefore) {
        endField();
        PartBuilder part = open.getLast();
        part.startBody(bodyStart, lineFeedsBefore);
        inHeader = false;
        if (part.boundary() != null) {
            delimiters++;
        } else if (part.holdsMessage()) {
            startPart(bodyStart, true, false);
        }
    }

    private void startPart(long headerStart, boolean message, boolean inDigest) {
        parts++;
        boolean tooMany = parts >= MAX_PARTS;
        boolean tooDeep = open.size() >= MAX_DEPTH - 1;
        if (tooMany) {
            defects.add(MimeDefect.TOO_MANY_PARTS);
            open.forEach(PartBuilder::close);
            delimiters = 0;
        }
        if (tooDeep) {
            defects.add(MimeDefect.TOO_DEEP);
        }
        open.add(new PartBuilder(headerStart, message, inDigest, tooMany || tooDeep, defects));
        inHeader = true;
    }

    // delimiter = "--" boundary; close-delimiter = delimiter "--"; then only white space    RFC 2046 section 5.1.1
    private boolean delimiter(byte[] octets, int offset, int end) {
        int found = -1;
        int longest = -1;
        boolean closes = false;
        for (int i = open.size() - 1; i >= 0; i--) {
            byte[] boundary = open.get(i).boundary();
            if (boundary == null || !startsWith(octets, offset, end, boundary)) {
                continue;
            }
            int behind = offset + boundary.length;
            boolean dashes = behind + 1 < end && octets[behind] == '-' && octets[behind + 1] == '-';
            if (isBlank(octets, behind, end) || (dashes && isBlank(octets, behind + 2, end))) {
                found = i;
                closes = dashes;
                break;
            }
            // "An exact match of the entire candidate line is not required": the longest one counts then.
            if (boundary.length > longest) {
                found = i;
                longest = boundary.length;
                closes = dashes;
            }
        }
        if (found < 0) {
            return false;
        }
        breakHeader(lineStart);
        closeTo(found + 1, lineStart, lastLineEnd);
        PartBuilder multipart = open.get(found);
        if (closes) {
            multipart.close();
            delimiters--;
        } else {
            startPart(position, false, multipart.isDigest());
        }
        return true;
    }

    // Ends all parts from the innermost one down to number {@code count}.
    private void closeTo(int count, long offset, int lineEnd) {
        while (open.size() > count) {
            PartBuilder part = open.removeLast();
            if (part.boundary() != null) {
                delimiters--;
            }
            MimePart built = part.build(offset, lineEnd, lineFeeds);
            if (open.isEmpty()) {
                structure = new MimeStructure(part.envelope(), built);
            } else if (part.isMessage()) {
                open.getLast().addMessage(built, part.envelope());
            } else {
                open.getLast().addChild(built);
            }
        }
    }

    private void carry(byte[] chunk, int offset, int length) {
        int kept = kept(carryLength + length) - carryLength;
        if (carryLength + kept > carry.length) {
            carry = Arrays.copyOf(carry, Math.max(carry.length * 2, carryLength + kept));
        }
        System.arraycopy(chunk, offset, carry, carryLength, kept);
        carryLength += kept;
        carryLast = chunk[offset + length - 1];
    }

    // How much of a line is looked at.
    private int kept(int length) {
        if (inHeader && length > MAX_FIELD) {
            defects.add(MimeDefect.TOO_MUCH_HEADER);
        }
        return Math.min(length, inHeader ? MAX_FIELD : MAX_DELIMITER);
    }

    private static int lineEnd(byte[] chunk, int start, int lineFeed) {
        return lineFeed > start && chunk[lineFeed - 1] == '\r' ? 2 : 1;
    }

    private static int contentEnd(byte[] octets, int offset, int length) {
        int end = offset + length;
        while (end > offset && (octets[end - 1] == '\n' || octets[end - 1] == '\r')) {
            end--;
        }
        return end;
    }

    private static boolean startsWith(byte[] octets, int offset, int end, byte[] prefix) {
        return end - offset >= prefix.length
                && Arrays.equals(octets, offset, offset + prefix.length, prefix, 0, prefix.length);
    }

    private static boolean isBlank(byte[] octets, int offset, int end) {
        for (int i = offset; i < end; i++) {
            if (octets[i] != ' ' && octets[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
