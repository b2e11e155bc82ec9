package org.letterlock.sasl.precis;

import java.text.Normalizer;
import org.letterlock.mailsyntax.ParseResult;

/** The profile for passwords: OpaqueString (RFC 8265 section 4.2). */
public final class OpaqueString {
    private OpaqueString() {}

    /** The password as it is compared: other spaces become SPACE, composed by NFC; controls and the like are refused. */
    public static ParseResult<String> parse(String text) {
        int[] mapped = text.codePoints()
                .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
                .toArray();
        String spaced = new String(mapped, 0, mapped.length);
        return StringClass.FREEFORM.enforce(Normalizer.normalize(spaced, Normalizer.Form.NFC));
    }
}
