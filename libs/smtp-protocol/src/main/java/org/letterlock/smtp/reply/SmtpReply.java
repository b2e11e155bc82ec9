package org.letterlock.smtp.reply;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply (RFC 5321 section 4.2). No line can hold a CR or LF, so that no text can become a second reply.
 *
 * @param status the enhanced status code; absent on 3yz replies, on the greeting and on replies to EHLO and HELO (RFC 2034)
 * @param lines the text of each line, without code and status code; printable ASCII
 */
public record SmtpReply(int code, @Nullable EnhancedStatusCode status, List<String> lines) {
    private static final int MAX_LINE = 512; // RFC 5321 section 4.5.3.1.5
    private static final int MAX_CHALLENGE = 12_288; // RFC 4954 section 4.3
    private static final int CHALLENGE = 334;

    public SmtpReply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("not a reply");
        }
        if (status != null && status.statusClass() != code / 100) {
            throw new IllegalArgumentException("code and enhanced status code are of different classes");
        }
        int allowance = (code == CHALLENGE ? MAX_CHALLENGE : MAX_LINE) - 6 - (status == null ? 0 : 12);
        for (String line : lines) {
            if (line.length() > allowance || line.chars().anyMatch(c -> c < 0x20 || c > 0x7E)) {
                throw new IllegalArgumentException("a line of a reply is short and of printable ASCII");
            }
        }
    }

    /** A reply of one line. */
    public static SmtpReply of(int code, String status, String line) {
        return new SmtpReply(code, EnhancedStatusCode.parse(status).require(), List.of(line));
    }

    /** A reply of one line without an enhanced status code. */
    public static SmtpReply withoutStatus(int code, String line) {
        return new SmtpReply(code, null, List.of(line));
    }

    /** Whether the client may try again later. */
    public boolean isTransientFailure() {
        return code / 100 == 4;
    }

    /** Whether trying again is of no use. */
    public boolean isPermanentFailure() {
        return code / 100 == 5;
    }

    /** The octets on the wire, line ends included. */
    public byte[] toBytes() {
        return format().getBytes(StandardCharsets.US_ASCII);
    }

    /** The text on the wire, line ends included. */
    public String format() {
        StringBuilder wire = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            wire.append(code).append(i + 1 < lines.size() ? '-' : ' ');
            if (status != null) {
                wire.append(status.format()).append(' ');
            }
            wire.append(lines.get(i)).append("\r\n");
        }
        return wire.toString();
    }
}
