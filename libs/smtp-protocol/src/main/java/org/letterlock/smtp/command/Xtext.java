package org.letterlock.smtp.command;

import java.util.Locale;
import java.util.Optional;

/** Encoding of a parameter's value (RFC 3461 section 4). Only printable ASCII goes in and comes out. */
public final class Xtext {
    private Xtext() {}

    // xtext = *( xchar / hexchar ); xchar = any ASCII CHAR between "!" and "~" except "+" and "="
    /** The text that is meant, or nothing when it is not xtext or hides a control character. */
    public static Optional<String> decode(String xtext) {
        StringBuilder text = new StringBuilder(xtext.length());
        for (int i = 0; i < xtext.length(); i++) {
            int next = xtext.charAt(i);
            if (next == '+') {
                next = hexchar(xtext, i + 1);
                i += 2;
                if (next < 0x20) {
                    return Optional.empty();
                }
            } else if (next <= 0x20 || next == '=') {
                return Optional.empty();
            }
            if (next > 0x7E) {
                return Optional.empty();
            }
            text.append((char) next);
        }
        return Optional.of(text.toString());
    }

    /** The xtext that {@link #decode} reads back. Throws for anything but printable ASCII. */
    public static String encode(String text) {
        StringBuilder xtext = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                throw new IllegalArgumentException("not printable ASCII");
            }
            if (c == ' ' || c == '+' || c == '=') {
                xtext.append('+').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
            } else {
                xtext.append(c);
            }
        }
        return xtext.toString();
    }

    // hexchar = ASCII "+" immediately followed by two upper case hexadecimal digits
    private static int hexchar(String xtext, int at) {
        if (at + 2 > xtext.length()) {
            return -1;
        }
        int high = hexDigit(xtext.charAt(at));
        int low = hexDigit(xtext.charAt(at + 1));
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }
}
