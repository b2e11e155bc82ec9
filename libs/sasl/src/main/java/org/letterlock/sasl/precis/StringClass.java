package org.letterlock.sasl.precis;

import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/** The two string classes of PRECIS (RFC 8264 section 4). */
enum StringClass {
    IDENTIFIER("IdentifierClass"),
    FREEFORM("FreeformClass");

    private final String rfcName;

    StringClass(String rfcName) {
        this.rfcName = rfcName;
    }

    /** The text itself if every code point of it may be in this class, and there is one. */
    ParseResult<String> enforce(String text) {
        int[] codePoints = text.codePoints().toArray();
        for (int i = 0; i < codePoints.length; i++) {
            if (!allows(codePoints, i)) {
                return new SyntaxError<>(text.offsetByCodePoints(0, i), rfcName);
            }
        }
        return codePoints.length == 0 ? new SyntaxError<>(0, rfcName) : new Parsed<>(text);
    }

    private boolean allows(int[] codePoints, int index) {
        return switch (DerivedProperty.of(codePoints[index])) {
            case VALID -> true;
            case FREEFORM_ONLY -> this == FREEFORM;
            case CONTEXT_JOIN, CONTEXT_OTHER -> ContextRules.allow(codePoints, index);
            case DISALLOWED, UNASSIGNED -> false;
        };
    }
}
