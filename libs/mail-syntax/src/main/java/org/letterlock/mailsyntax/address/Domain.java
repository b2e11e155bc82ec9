package org.letterlock.mailsyntax.address;

import java.net.IDN;
import java.util.Locale;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/**
 * The right-hand side of an address: a host name in A-label form and lower case (RFC 5890, RFC 5321 section 4.1.2), or an
 * address literal in brackets (section 4.1.3), kept as written. At most 255 octets.
 */
public record Domain(String text) {
    private static final int MAX_OCTETS = 255;
    private static final int MAX_LABEL = 63;

    // IDN maps these to other names or to nothing, while RFC 5891 gives them a name of their own: sharp s, final sigma,
    // zero-width non-joiner and joiner. Mail for one owner must not reach another, so they are taken as A-labels only.
    private static final String DEVIATIONS = "\u00DF\u03C2\u200C\u200D";

    public Domain {
        if (!isCanonical(text)) {
            throw new IllegalArgumentException("not a domain in canonical form");
        }
    }

    /** Parses a domain or an address literal; U-labels become A-labels, letters become lower case. */
    public static ParseResult<Domain> parse(String text) {
        if (text.length() > MAX_OCTETS) {
            return new SyntaxError<>(MAX_OCTETS, "Domain");
        }
        String canonical = text.startsWith("[") ? text : toAscii(text);
        return isCanonical(canonical) ? new Parsed<>(new Domain(canonical)) : new SyntaxError<>(0, "Domain");
    }

    /** Whether this is an address literal such as {@code [192.0.2.1]}. */
    public boolean isAddressLiteral() {
        return text.startsWith("[");
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isCanonical(String text) {
        return text.length() <= MAX_OCTETS
                && (text.startsWith("[") ? AddressLiteral.isAddressLiteral(text) : isHostName(text));
    }

    private static String toAscii(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text.toLowerCase(Locale.ROOT);
        }
        if (text.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
            return "";
        }
        try {
            return IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notAnInternationalisedName) {
            return "";
        }
    }

    // Domain     = sub-domain *("." sub-domain)
    // sub-domain = Let-dig [Ldh-str]         RFC 5321 section 4.1.2; the underscore is not in it and is not taken.
    private static boolean isHostName(String text) {
        int labelStart = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                int length = i - labelStart;
                if (length < 1 || length > MAX_LABEL || text.charAt(labelStart) == '-' || text.charAt(i - 1) == '-') {
                    return false;
                }
                labelStart = i + 1;
            } else if (!isLetDigHyphen(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetDigHyphen(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
}
