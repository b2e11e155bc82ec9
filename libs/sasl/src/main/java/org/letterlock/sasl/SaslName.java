package org.letterlock.sasl;

import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/** Names as SCRAM writes them: the comma is {@code =2C}, the equals sign is {@code =3D} (RFC 5802 section 5.1). */
final class SaslName {
    /** Longest name in characters: a local-part, the at sign and a domain fit. */
    static final int MAX_LENGTH = 320;

    private SaslName() {}

    // saslname = 1*(value-safe-char / "=2C" / "=3D")
    static ParseResult<String> parse(String text) {
        StringBuilder name = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (text.startsWith("=2C", i)) {
                name.append(',');
                i += 3;
            } else if (text.startsWith("=3D", i)) {
                name.append('=');
                i += 3;
            } else if (c == 0 || c == '=' || c == ',') {
                return new SyntaxError<>(i, "saslname");
            } else {
                name.append(c);
                i++;
            }
        }
        return name.isEmpty() || name.length() > MAX_LENGTH
                ? new SyntaxError<>(0, "saslname")
                : new Parsed<>(name.toString());
    }

    static String format(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }

    /** Whether any mechanism takes such a name: not empty, not too long, no NUL; what else is in it the directory judges. */
    static boolean isAcceptable(String name) {
        return !name.isEmpty() && name.length() <= MAX_LENGTH && name.indexOf('\0') < 0;
    }
}
