package org.letterlock.service.listing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.Wildcard;

/**
 * Patterns of filters: {@code *} stands for any characters, {@code ?} for one; letter case does not count. Matching takes at
 * most the product of both lengths, whatever the pattern.
 */
public final class Wildcards {
    private Wildcards() {}

    /** Whether the whole text fits; a pattern of null fits any. */
    public static boolean match(@Nullable String pattern, String text) {
        return pattern == null || Wildcard.matches(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
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
}
