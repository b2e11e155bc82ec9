package org.letterlock.mailstore.search;

import java.text.Normalizer;
import java.util.Locale;

/** Text made equal where it differs in case or composition only, in the manner of i;unicode-casemap (RFC 5051). */
final class Caseless {
    private Caseless() {}

    static String fold(CharSequence text) {
        String string = text.toString();
        if (isAscii(string)) {
            return string.toLowerCase(Locale.ROOT);
        }
        // Upper case first: only there are, for example, the two forms of sigma the same.
        return Normalizer.normalize(string, Normalizer.Form.NFKD)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }
}
