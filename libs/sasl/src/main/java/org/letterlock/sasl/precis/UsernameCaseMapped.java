package org.letterlock.sasl.precis;

import java.text.Normalizer;
import java.util.Locale;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/** The profile for names without regard to case: UsernameCaseMapped (RFC 8265 section 3.3); one userpart, so no spaces. */
public final class UsernameCaseMapped {
    private UsernameCaseMapped() {}

    /** The name as it is compared: full and half width forms mapped, lower case, composed by NFC. */
    public static ParseResult<String> parse(String text) {
        String mapped = mapWidth(text).toLowerCase(Locale.ROOT);
        return switch (StringClass.IDENTIFIER.enforce(Normalizer.normalize(mapped, Normalizer.Form.NFC))) {
            case Parsed<String>(String name) when !BidiRule.allows(name) -> new SyntaxError<>(0, "Bidi Rule");
            case Parsed<String> parsed -> parsed;
            case SyntaxError<String> error -> error;
        };
    }

    // The code points with a <wide> or <narrow> decomposition stand in one block, and the ideographic space.
    private static String mapWidth(String text) {
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean hasWidth = c == 0x3000 || (c >= 0xFF01 && c <= 0xFFEE);
            mapped.append(
                    hasWidth
                            ? Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC)
                            : Character.toString(c));
        });
        return mapped.toString();
    }
}
