package org.letterlock.smtp.reply;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/**
 * What happened, for machines (RFC 3463 section 2).
 *
 * @param statusClass 2 success, 4 persistent transient failure, 5 permanent failure
 */
public record EnhancedStatusCode(int statusClass, int subject, int detail) {
    // status-code = class "." subject "." detail    RFC 3463 section 2
    private static final Pattern STATUS_CODE = Pattern.compile("([245])\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");

    public EnhancedStatusCode {
        boolean known = statusClass == 2 || statusClass == 4 || statusClass == 5;
        if (!known || subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("not an enhanced status code");
        }
    }

    /** Parses a code that stands alone. */
    public static ParseResult<EnhancedStatusCode> parse(String text) {
        Matcher matcher = STATUS_CODE.matcher(text);
        return matcher.matches()
                ? new Parsed<>(new EnhancedStatusCode(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3))))
                : new SyntaxError<>(0, "status-code");
    }

    /** The text that {@link #parse} reads back. */
    public String format() {
        return statusClass + "." + subject + "." + detail;
    }

    @Override
    public String toString() {
        return format();
    }
}
