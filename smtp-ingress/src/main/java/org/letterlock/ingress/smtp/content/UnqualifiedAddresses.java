package org.letterlock.ingress.smtp.content;

import java.util.List;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;

/** Finds addresses without a domain, which a submission server must not let out (RFC 6409 section 6.1, SMTP-15). */
final class UnqualifiedAddresses {
    private static final List<String> FIELDS = List.of("From", "Sender", "Reply-To", "To", "Cc", "Bcc");

    private UnqualifiedAddresses() {}

    static boolean isIn(HeaderSection section) {
        return FIELDS.stream()
                .flatMap(name -> section.all(name).stream())
                .map(HeaderField::body)
                .anyMatch(UnqualifiedAddresses::isIn);
    }

    /**
     * Whether an element of an address list has content and no "@" outside of quotes and comments. A quoted string that does not
     * end makes the whole field unreadable, which is another fault.
     */
    static boolean isIn(String body) {
        boolean content = false;
        boolean qualified = false;
        int i = 0;
        while (i < body.length()) {
            char c = body.charAt(i);
            switch (c) {
                case '"' -> {
                    content = true;
                    i = skipQuoted(body, i);
                    if (i >= body.length()) {
                        return false;
                    }
                }
                case '(' -> i = skipComment(body, i);
                case '@' -> qualified = true;
                case ':' -> content = false; // what was read is the name of a group
                case ',', ';' -> {
                    if (content && !qualified) {
                        return true;
                    }
                    content = false;
                    qualified = false;
                }
                case ' ', '\t' -> {}
                default -> content = true;
            }
            i++;
        }
        return content && !qualified;
    }

    /** Index of the closing quote, or the length of the body where there is none. */
    private static int skipQuoted(String body, int start) {
        int i = start + 1;
        while (i < body.length() && body.charAt(i) != '"') {
            i += body.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, body.length());
    }

    /** Index of the closing parenthesis, or of the last character where there is none. */
    private static int skipComment(String body, int start) {
        int depth = 0;
        for (int i = start; i < body.length(); i++) {
            switch (body.charAt(i)) {
                case '\\' -> i++;
                case '(' -> depth++;
                case ')' -> {
                    if (--depth == 0) {
                        return i;
                    }
                }
                default -> {}
            }
        }
        return body.length() - 1;
    }
}
