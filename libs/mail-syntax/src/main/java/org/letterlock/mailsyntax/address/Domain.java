package org.letterlock.mailsyntax.address;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/**
 * The right-hand side of an address: a host name in A-label form and lower case (RFC 5890, RFC 5321 section 4.1.2), or an
 * address literal in brackets (section 4.1.3), kept as written. At most 255 octets.
 */
public record Domain(String text) {
    private static final int MAX_OCTETS = 255;
    // sub-domain = Let-dig [Ldh-str]; the underscore is not in the grammar and is not taken.
    private static final Pattern HOST_NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern IPV4_LITERAL =
            Pattern.compile("\\[(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}]");
    private static final Pattern IPV6_LITERAL =
            Pattern.compile("\\[IPv6:[0-9A-Fa-f:.]{2,45}]", Pattern.CASE_INSENSITIVE);

    public Domain {
        if (text.length() > MAX_OCTETS || !(isHostName(text) || isLiteral(text))) {
            throw new IllegalArgumentException("not a domain in canonical form");
        }
    }

    /** Parses a domain or an address literal; U-labels become A-labels, letters become lower case. */
    public static ParseResult<Domain> parse(String text) {
        if (isLiteral(text)) {
            return new Parsed<>(new Domain(text));
        }
        String ascii = toAscii(text);
        return ascii.length() <= MAX_OCTETS && isHostName(ascii)
                ? new Parsed<>(new Domain(ascii))
                : new SyntaxError<>(0, "Domain");
    }

    /** Whether this is an address literal such as {@code [192.0.2.1]}. */
    public boolean isAddressLiteral() {
        return text.startsWith("[");
    }

    @Override
    public String toString() {
        return text;
    }

    private static String toAscii(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text.toLowerCase(Locale.ROOT);
        }
        try {
            return IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notAnInternationalisedName) {
            return "";
        }
    }

    private static boolean isHostName(String text) {
        return HOST_NAME.matcher(text).matches();
    }

    private static boolean isLiteral(String text) {
        return IPV4_LITERAL.matcher(text).matches()
                || IPV6_LITERAL.matcher(text).matches();
    }
}
