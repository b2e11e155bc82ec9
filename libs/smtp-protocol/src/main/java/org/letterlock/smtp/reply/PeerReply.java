package org.letterlock.smtp.reply;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/**
 * What another server said (RFC 5321 section 4.2). Hostile text: show it by {@link #escaped()} only.
 *
 * @param lines the text of each line behind the code
 */
public record PeerReply(int code, List<String> lines) {
    private static final int MAX_ESCAPED = 2048;

    public PeerReply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("not a reply");
        }
    }

    /** The first digit: 2 done, 3 go on, 4 not now, 5 never (RFC 5321 section 4.2.1). */
    public int replyClass() {
        return code / 100;
    }

    /** The enhanced status code at the start of the first line, if there is one and it fits the reply code. */
    public @Nullable EnhancedStatusCode status() {
        String first = lines.getFirst();
        int space = first.indexOf(' ');
        return switch (EnhancedStatusCode.parse(space < 0 ? first : first.substring(0, space))) {
            case Parsed<EnhancedStatusCode>(EnhancedStatusCode status) ->
                status.statusClass() == replyClass() ? status : null;
            case SyntaxError<EnhancedStatusCode> _ -> null;
        };
    }

    /** The whole reply on one line as it was received, at most 2 KiB (QUEUE-13). */
    public EscapedText escaped() {
        return EscapedText.of(code + " " + String.join(" / ", lines), MAX_ESCAPED);
    }
}
