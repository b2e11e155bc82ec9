package org.letterlock.egress.route;

import java.util.Locale;

/**
 * A pattern for addresses: {@code *} stands for any characters, {@code ?} for one, letter case does not count. Matching takes
 * at most the product of both lengths, whatever the pattern.
 */
public record AddressPattern(String text) {

    /** Whether the whole address fits. */
    public boolean matches(String address) {
        return matches(text.toLowerCase(Locale.ROOT), address.toLowerCase(Locale.ROOT));
    }

    // A star first takes nothing; where the rest does not fit, the last star takes one character more.
    private static boolean matches(String pattern, String address) {
        int p = 0;
        int a = 0;
        int star = -1;
        int resume = 0;
        while (a < address.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = a;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == address.charAt(a))) {
                p++;
                a++;
            } else if (star >= 0) {
                p = star + 1;
                a = ++resume;
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
