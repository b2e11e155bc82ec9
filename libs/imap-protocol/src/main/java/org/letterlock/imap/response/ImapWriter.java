package org.letterlock.imap.response;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.MailboxName;
import org.letterlock.imap.mailbox.Revision;

/**
 * Puts tokens of RFC 9051 section 9 on the wire. What comes from messages or clients goes through {@link #string},
 * {@link #octets} or {@link #mailbox} only, which no content can break out of. For one thread.
 */
public final class ImapWriter {
    private static final int MAX_QUOTED = 1000;

    private byte[] buffer; // owned, with length, by the thread that writes
    private int length;

    /** A writer with nothing in it. */
    public ImapWriter(int capacity) {
        buffer = new byte[Math.max(capacity, 64)];
    }

    /** How many octets have been written since the last {@link #take()}. */
    public int size() {
        return length;
    }

    /** What was written, for reading until the next call. */
    public ByteBuffer view() {
        return ByteBuffer.wrap(buffer, 0, length).asReadOnlyBuffer();
    }

    /** What was written; the writer is empty after it. */
    public byte[] take() {
        byte[] taken = Arrays.copyOf(buffer, length);
        length = 0;
        return taken;
    }

    /** Forgets what was written. */
    public void clear() {
        length = 0;
    }

    /** ASCII of our own: keywords, punctuation. */
    public ImapWriter ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            buffer[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /** CRLF. */
    public ImapWriter crlf() {
        reserve(2);
        buffer[length++] = '\r';
        buffer[length++] = '\n';
        return this;
    }

    /** A number in decimal. */
    public ImapWriter number(long value) {
        return ascii(Long.toString(value));
    }

    /** nstring, in UTF-8: NIL, a quoted string if it may be one, else a literal. */
    public ImapWriter string(@Nullable String text) {
        if (text == null) {
            return ascii("NIL");
        }
        return isQuotable(text) ? quoted(text) : literal(withoutNul(text).getBytes(UTF_8));
    }

    // NUL has no place in a string of the protocol (RFC 9051 section 4.3).
    private static String withoutNul(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    private static boolean isQuotable(String text) {
        if (text.length() > MAX_QUOTED) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private ImapWriter quoted(String text) {
        reserve(2 * text.length() + 2);
        buffer[length++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                buffer[length++] = '\\';
            }
            buffer[length++] = (byte) c;
        }
        buffer[length++] = '"';
        return this;
    }

    /** The announcement of a literal of that size; exactly so many octets must follow. */
    public ImapWriter literalHead(long size) {
        return ascii("{").number(size).ascii("}").crlf();
    }

    /** The announcement of a literal8 (RFC 3516), which may hold NUL. */
    public ImapWriter literal8Head(long size) {
        return ascii("~{").number(size).ascii("}").crlf();
    }

    /** A literal. */
    public ImapWriter literal(byte[] octets) {
        literalHead(octets.length);
        return octets(octets, 0, octets.length);
    }

    /** Octets behind {@link #literalHead}. */
    public ImapWriter octets(byte[] octets, int from, int count) {
        reserve(count);
        System.arraycopy(octets, from, buffer, length, count);
        length += count;
        return this;
    }

    /** A mailbox name as the session's revision writes it. */
    public ImapWriter mailbox(MailboxName name, Revision revision) {
        String wire = name.format(revision);
        if (name.isInbox()) {
            return ascii("INBOX");
        }
        // RFC 9051 allows UTF-8 in quoted strings, which keeps listings readable.
        boolean isPrintable = wire.length() <= MAX_QUOTED && wire.chars().noneMatch(c -> c < ' ' || c == 0x7f);
        return isPrintable && revision == Revision.IMAP4REV2 ? quotedUtf8(wire) : string(wire);
    }

    private ImapWriter quotedUtf8(String text) {
        byte[] octets = text.replace("\\", "\\\\").replace("\"", "\\\"").getBytes(UTF_8);
        ascii("\"");
        octets(octets, 0, octets.length);
        return ascii("\"");
    }

    /** A parenthesized list of flags. */
    public ImapWriter flags(Collection<Flag> flags, boolean recent) {
        ascii("(");
        boolean first = true;
        for (Flag flag : flags) {
            ascii(first ? "" : " ").ascii(flag.name());
            first = false;
        }
        if (recent) {
            ascii(first ? "" : " ").ascii("\\Recent");
        }
        return ascii(")");
    }

    private void reserve(int octets) {
        if (length + octets > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(length + octets, 2 * buffer.length));
        }
    }

    /** What was written, one character for each octet; for tests and logs. */
    @Override
    public String toString() {
        return new String(buffer, 0, length, ISO_8859_1);
    }
}
