package org.letterlock.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.sasl.precis.OpaqueString;

/** A password, prepared as OpaqueString (RFC 8265 section 4.2), at most 1024 octets. Shows nothing of itself. */
public final class Password {
    /** Longest password in octets of UTF-8; bounds the work that a stranger can ask for. */
    public static final int MAX_OCTETS = 1024;

    private final byte[] utf8;

    private Password(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** Prepares a password; the error names the rule, never the text. */
    public static ParseResult<Password> parse(String text) {
        if (text.length() > MAX_OCTETS) {
            return new SyntaxError<>(MAX_OCTETS, "password within 1024 octets");
        }
        return switch (OpaqueString.parse(text)) {
            case Parsed<String>(String prepared) -> {
                byte[] utf8 = prepared.getBytes(StandardCharsets.UTF_8);
                yield utf8.length > MAX_OCTETS
                        ? new SyntaxError<>(MAX_OCTETS, "password within 1024 octets")
                        : new Parsed<>(new Password(utf8));
            }
            case SyntaxError<String> error -> error.as();
        };
    }

    /** A copy, in UTF-8. */
    public byte[] toUtf8() {
        return utf8.clone();
    }

    /** A copy, as text; for protocols that send it. */
    String toText() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Password password && MessageDigest.isEqual(utf8, password.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    @Override
    public String toString() {
        return "Password[***]";
    }
}
