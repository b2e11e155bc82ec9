package org.letterlock.ingress.smtp.content;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.mime.EncodedWords;

/**
 * Whatever some reader could take for the domain of an address, in a text that follows no grammar. Takes time in proportion to
 * the length of the text.
 */
final class LooseDomains {
    /** A sender field with more places for a domain is nobody's address; it is not looked through. */
    private static final int MAX_CANDIDATES = 1000;

    private static final int LONGEST = 255;

    private LooseDomains() {}

    /** Whether one of the domains is wanted, with or without comments, white space, quotes and encoded words. */
    static boolean mayName(String text, Predicate<Domain> wanted) {
        String decoded = EncodedWords.decode(text);
        Set<String> readings = new LinkedHashSet<>();
        for (String reading : List.of(text, decoded, withoutComments(text), withoutComments(decoded))) {
            readings.add(reading);
            readings.add(withoutSpaceAndQuotes(reading));
        }
        return readings.stream().anyMatch(reading -> namesBehindAt(reading, wanted));
    }

    private static boolean namesBehindAt(String text, Predicate<Domain> wanted) {
        int candidates = 0;
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            if (++candidates > MAX_CANDIDATES) {
                return true;
            }
            int start = at + 1;
            while (start < text.length() && isSkipped(text.charAt(start))) {
                start++;
            }
            int end = start;
            while (end < text.length() && isOfName(text.charAt(end))) {
                end++;
            }
            if (isWanted(withoutDotsAtEnds(text, start, end), wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWanted(String name, Predicate<Domain> wanted) {
        return !name.isEmpty()
                && name.length() <= LONGEST
                && Domain.parse(name) instanceof Parsed<Domain>(Domain domain)
                && wanted.test(domain);
    }

    private static String withoutDotsAtEnds(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && text.charAt(start) == '.') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == '.') {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSkipped(char c) {
        return Character.isWhitespace(c) || "\"<(\\.".indexOf(c) >= 0;
    }

    // The last three are the other dots of RFC 3490 section 3.1.
    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c)
                || Character.isSurrogate(c)
                || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK
                || ".-\u3002\uFF0E\uFF61".indexOf(c) >= 0;
    }

    // A comment that does not end is left: who cannot read it shows it.
    private static String withoutComments(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        int depth = 0;
        int outermost = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && depth > 0) {
                i++;
            } else if (c == '(') {
                outermost = depth++ == 0 ? i : outermost;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0) {
                kept.append(c);
            }
        }
        return depth == 0 ? kept.toString() : kept + text.substring(outermost);
    }

    private static boolean isInvisible(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    private static String withoutSpaceAndQuotes(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.chars()
                .filter(c -> !Character.isWhitespace(c) && !isInvisible(c) && c != '"' && c != '\\')
                .forEach(c -> kept.append((char) c));
        return kept.toString();
    }
}
