package org.letterlock.mailsyntax.conversion;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.conversion.Entity.Kind;
import org.letterlock.mailsyntax.conversion.PartContent.Ending;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;

/**
 * Re-encodes what a message may not hold, while it streams by (RFC 2045, RFC 6152 section 3). What every reader decodes stays
 * the same: structure, types and decoded bodies.
 *
 * <ul>
 *   <li>A body without encoding that is clean stays octet for octet; one that is not gets quoted-printable if it is mostly ASCII,
 *       else base64. The decision is made when the body ends, or when {@link #WINDOW} octets of it are held: a longer body is
 *       encoded from its start even if it is clean so far, since the header in front of it cannot wait for the rest.
 *   <li>A body in quoted-printable or base64 keeps its encoding; only lines over 998 octets are broken and stray octets above
 *       127 removed.
 *   <li>Everything inside of multipart/signed and multipart/encrypted (RFC 1847) stays octet for octet, as does what has an
 *       unknown encoding, a Content-Type or encoding given twice, or a multipart type without a usable boundary.
 *   <li>A composite part that is labelled 8bit or binary is labelled 7bit from then on; the label stands in front and cannot wait
 *       for a signed part that keeps octets above 127, which RFC 1847 section 2.1 does not want there.
 *   <li>Messages inside of the message are converted alike. Header fields above 127 stay; long ones are folded at white space.
 * </ul>
 *
 * Never fails, whatever the message. Memory is bounded by the window, one header section and 100 open boundaries. The result
 * does not depend on how the octets are cut. Not safe for use by several threads.
 */
public final class MessageConverter {
    /** How much of a body is held until its encoding is decided, in octets. */
    public static final int WINDOW = 64 * 1024;

    private static final int MAX_PART_HEADER = 64 * 1024;
    private static final int MAX_DEPTH = 100;
    private static final HeaderLimits PART_LIMITS = new HeaderLimits(MAX_PART_HEADER, 2000, MAX_PART_HEADER);
    private static final byte[] CRLF = {'\r', '\n'};

    private final ConversionScope scope;
    private final ConvertedMessage target;
    private final Output output;
    private final List<OpenMultipart> open = new ArrayList<>();
    // All that follows changes with each line and is owned by the caller's thread.
    private final byte[] line = new byte[PartContent.MAX_LINE + CRLF.length];
    private int length;
    private boolean atLineStart = true;
    private boolean skipsRestOfLine;
    private int heldLineEnd; // octets of the line end before this line: part of a delimiter, if one follows
    private boolean isTopHeaderOut;
    private @Nullable PartHeader header; // that is being read
    private PartContent content;

    private record PartHeader(ByteArrayOutputStream octets, boolean isMessage, boolean inDigest) {}

    /** A converter for a message with that header section, of whose body nothing has come. */
    public MessageConverter(HeaderSection section, ConversionScope scope, ConvertedMessage target) {
        this.scope = scope;
        this.target = target;
        output = new Output(target);
        content = new CopiedContent(output);
        begin(section, true, false);
    }

    /** Takes the next octets of the body; the buffer is read to its limit, and not needed after the call. */
    public void write(ByteBuffer chunk) {
        while (chunk.hasRemaining()) {
            int room = Math.min(chunk.remaining(), line.length - length);
            int count = 0;
            while (count < room) {
                byte octet = chunk.get();
                line[length + count++] = octet;
                if (octet == '\n') {
                    break;
                }
            }
            length += count;
            if (line[length - 1] == '\n') {
                int end = length > 1 && line[length - 2] == '\r' ? 2 : 1;
                take(length - end, end);
                length = 0;
                atLineStart = true;
                skipsRestOfLine = false;
            } else if (length == line.length) {
                takeStartOfLongLine();
            }
        }
        output.flush();
    }

    /** The message has ended; called once. Everything is with the target then. */
    public void finish() {
        if (length > 0) {
            take(length, 0);
        }
        if (header != null) {
            output.write(header.octets().toByteArray());
        } else {
            releaseLineEnd();
            content.finish(Ending.END_OF_MESSAGE);
        }
        output.flush();
    }

    // A CR at the end may belong to a CRLF.
    private void takeStartOfLongLine() {
        int held = line[length - 1] == '\r' ? 1 : 0;
        take(length - held, 0);
        line[0] = '\r';
        length = held;
        atLineStart = false;
    }

    /** Takes a line, or a piece of a long one: {@code count} octets, and {@code end} octets of a line end behind them. */
    private void take(int count, int end) {
        if (skipsRestOfLine) {
            output.write(line, count, end);
            return;
        }
        int delimited = atLineStart && count > 2 && line[0] == '-' && line[1] == '-' ? delimited(count) : -1;
        if (delimited >= 0) {
            delimit(delimited, count, end);
        } else if (header != null) {
            takeHeader(header, count, end);
        } else {
            releaseLineEnd();
            content.write(line, 0, count);
            heldLineEnd = end;
        }
    }

    private void releaseLineEnd() {
        content.write(CRLF, CRLF.length - heldLineEnd, heldLineEnd);
        heldLineEnd = 0;
    }

    private void takeHeader(PartHeader current, int count, int end) {
        current.octets().write(line, 0, count + end);
        if (atLineStart && count == 0) {
            header = null;
            byte[] octets = current.octets().toByteArray();
            switch (HeaderSection.parse(octets, PART_LIMITS)) {
                case HeaderReading.Complete(HeaderSection section) ->
                    begin(section, current.isMessage(), current.inDigest());
                case HeaderReading.Refused _, HeaderReading.Incomplete _ -> copy(octets);
            }
        } else if (current.octets().size() > MAX_PART_HEADER) {
            header = null;
            copy(current.octets().toByteArray());
        }
    }

    private void copy(byte[] octets) {
        output.write(octets);
        content = new CopiedContent(output);
    }

    private void begin(HeaderSection section, boolean isMessage, boolean inDigest) {
        Entity entity = Entity.of(section, isMessage, inDigest);
        boolean frozen = !open.isEmpty() && open.getLast().isFrozen();
        switch (entity.kind()) {
            case Kind.Multipart multipart -> beginMultipart(entity, multipart, frozen);
            case Kind.Message _ -> {
                writeHeader(frozen ? section : composite(entity), frozen);
                header = new PartHeader(new ByteArrayOutputStream(), true, false);
            }
            case Kind.Plain _
            when !frozen ->
                content = new UndecidedContent(entity, scope, output, decided -> writeHeader(decided, false));
            case Kind.QuotedPrintable _
            when !frozen -> {
                writeHeader(section, false);
                content = new QuotedPrintableWrapping(output, scope);
            }
            case Kind.Base64 _
            when !frozen -> {
                writeHeader(section, false);
                content = new Base64Wrapping(output, scope);
            }
            case Kind.Plain _, Kind.QuotedPrintable _, Kind.Base64 _, Kind.Opaque _ -> {
                writeHeader(section, frozen);
                content = new CopiedContent(output);
            }
        }
    }

    private void beginMultipart(Entity entity, Kind.Multipart multipart, boolean inFrozen) {
        boolean frozen = inFrozen || multipart.frozen();
        writeHeader(frozen ? entity.section() : composite(entity), inFrozen);
        if (open.size() < MAX_DEPTH) {
            open.add(new OpenMultipart(multipart, frozen));
            content = frozen ? new CopiedContent(output) : new IgnoredText(output, scope);
        } else {
            content = new CopiedContent(output);
        }
    }

    private HeaderSection composite(Entity entity) {
        return switch (scope) {
            case TO_SEVEN_BIT -> entity.sevenBit();
            case LONG_LINES -> entity.section();
        };
    }

    private void writeHeader(HeaderSection section, boolean frozen) {
        HeaderSection written = frozen ? section : LongFields.folded(section);
        if (isTopHeaderOut) {
            output.write(written.octets());
        } else {
            isTopHeaderOut = true;
            target.header(written);
        }
    }

    // delimiter = "--" boundary; close-delimiter = delimiter "--"; then only white space    RFC 2046 section 5.1.1
    private int delimited(int count) {
        for (int i = open.size() - 1; i >= 0; i--) {
            int behind = open.get(i).end();
            if (open.get(i).isIn(line, count)) {
                boolean closes = closes(behind, count);
                if (isBlank(closes ? behind + 2 : behind, count)) {
                    return i;
                }
            }
        }
        return -1;
    }

    private void delimit(int number, int count, int end) {
        if (header != null) {
            output.write(header.octets().toByteArray()); // it has no end, and no body
            header = null;
        } else {
            content.finish(Ending.DELIMITER);
        }
        output.write(CRLF, CRLF.length - heldLineEnd, heldLineEnd);
        heldLineEnd = 0;
        OpenMultipart multipart = open.get(number);
        open.subList(number + 1, open.size()).clear();
        output.write(line, 0, Math.min(count, PartContent.MAX_LINE));
        output.write(line, count, end);
        skipsRestOfLine = true; // white space of a long line, which nobody needs
        if (closes(multipart.end(), count)) {
            open.removeLast();
            content = multipart.isFrozen() ? new CopiedContent(output) : new IgnoredText(output, scope);
        } else {
            header = new PartHeader(new ByteArrayOutputStream(), false, multipart.isDigest());
        }
    }

    private boolean closes(int behind, int count) {
        return behind + 1 < count && line[behind] == '-' && line[behind + 1] == '-';
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (line[i] != ' ' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
