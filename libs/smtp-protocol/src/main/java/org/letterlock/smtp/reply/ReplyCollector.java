package org.letterlock.smtp.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the lines of a reply together (RFC 5321 section 4.2.1). At most 128 lines and 16 KiB. Lives as long as its
 * connection and belongs to one thread.
 */
public final class ReplyCollector {
    private static final int MAX_LINES = 128;
    private static final int MAX_CHARACTERS = 16 * 1024;
    // Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
    private static final Pattern REPLY_LINE = Pattern.compile("([2-5][0-5]\\d)(?:([ -])(.*))?", Pattern.DOTALL);

    private final List<String> lines = new ArrayList<>(); // of the reply that is being received
    private int code;
    private int characters;

    /** What a line led to. */
    public sealed interface Collected {
        /** More lines follow. */
        record Incomplete() implements Collected {}

        /** That was the last line. */
        record Complete(PeerReply reply) implements Collected {}

        /** The peer does not speak SMTP, or too much; nothing it says can be trusted to be in step. */
        record Malformed() implements Collected {}
    }

    /** Takes the next line, without its CRLF. */
    public Collected add(String line) {
        Matcher matcher = REPLY_LINE.matcher(line);
        if (!matcher.matches() || lines.size() >= MAX_LINES) {
            return new Collected.Malformed();
        }
        int lineCode = Integer.parseInt(matcher.group(1));
        characters += line.length();
        if ((!lines.isEmpty() && lineCode != code) || characters > MAX_CHARACTERS) {
            return new Collected.Malformed();
        }
        code = lineCode;
        String text = matcher.group(3);
        lines.add(text == null ? "" : text);
        if ("-".equals(matcher.group(2))) {
            return new Collected.Incomplete();
        }
        PeerReply reply = new PeerReply(code, lines);
        lines.clear();
        characters = 0;
        return new Collected.Complete(reply);
    }

    /** Whether a reply has begun and not ended. */
    public boolean isCollecting() {
        return !lines.isEmpty();
    }
}
