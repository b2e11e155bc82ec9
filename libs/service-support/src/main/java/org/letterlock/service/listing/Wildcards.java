package org.letterlock.service.listing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Patterns of filters: {@code *} stands for any characters, {@code ?} for one; letter case does not count. Matching takes at
 * most the product of both lengths, whatever the pattern.
 */
public final class Wildcards {
    private Wildcards() {}

    /** Whether the whole text fits; a pattern of null fits any. */
    public static boolean match(@Nullable String pattern, String text) {
        return pattern == null || fits(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
    }

    /** The same as a pattern of LIKE, for texts in lower case. */
    static String like(String pattern) {
        StringBuilder like = new StringBuilder();
        for (char c : pattern.toLowerCase(Locale.ROOT).toCharArray()) {
            switch (c) {
                case '*' -> like.append('%');
                case '?' -> like.append('_');
                case '%', '_', '\\' -> like.append('\\').append(c);
                default -> like.append(c);
            }
        }
        return like.toString();
    }

    // A star first takes nothing; where the rest does not fit, the last star takes one character more.
    private static boolean fits(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
