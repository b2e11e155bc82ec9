package org.letterlock.messageauth.results;

import java.util.function.IntPredicate;

/**
 * Writes text that a peer may have chosen so that it stays one value: printable ASCII, at most {@link #MAX} characters. What
 * a field of an ASCII message cannot hold becomes a question mark; domains come as A-labels (RFC 8616 section 4).
 */
final class FieldValue {
    static final int MAX = 255;

    private static final String TSPECIALS = "()<>@,;:\\\"/[]?="; // RFC 2045 section 5.1

    private static final String ATEXT = "!#$%&'*+-/=?^_`{|}~"; // RFC 5322 section 3.2.3, beside letters and digits

    private FieldValue() {}

    // Keyword = ldh-str of RFC 5321; here in lower case, with a letter in front
    static boolean isKeyword(String text) {
        return !text.isEmpty()
                && text.charAt(0) >= 'a'
                && text.charAt(0) <= 'z'
                && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    static boolean isTokenCharacter(int c) {
        return c > ' ' && c < 0x7F && TSPECIALS.indexOf(c) < 0;
    }

    // value = token / quoted-string    RFC 2045 section 5.1
    static String value(String text) {
        String safe = safe(text);
        return isRun(safe, FieldValue::isTokenCharacter) ? safe : quoted(safe);
    }

    // pvalue = [CFWS] ( ( value / ( [ [ local-part ] "@" ] domain-name ) ) ) [CFWS]    RFC 8601 section 2.2
    static String propertyValue(String text) {
        String safe = safe(text);
        int at = safe.lastIndexOf('@');
        boolean bare = at >= 0 && (at == 0 || isDotAtom(safe.substring(0, at))) && isDotAtom(safe.substring(at + 1));
        return bare ? safe : value(safe);
    }

    static String comment(String text) {
        StringBuilder comment = new StringBuilder("(");
        for (char c : safe(text).toCharArray()) {
            if (c == '(' || c == ')' || c == '\\') {
                comment.append('\\');
            }
            comment.append(c);
        }
        return comment.append(')').toString();
    }

    private static String quoted(String safe) {
        return '"' + safe.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static boolean isDotAtom(String text) {
        return isRun(text, c -> c == '.' || Character.isLetterOrDigit(c) || ATEXT.indexOf(c) >= 0)
                && !text.startsWith(".")
                && !text.endsWith(".")
                && !text.contains("..");
    }

    private static boolean isRun(String text, IntPredicate wanted) {
        return !text.isEmpty() && text.chars().allMatch(wanted);
    }

    // By code point, so that a character outside of the BMP is one mark; nothing is narrowed to an octet.
    private static String safe(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().limit(MAX).forEach(c -> safe.append(c >= ' ' && c < 0x7F ? (char) c : '?'));
        return safe.toString();
    }
}
