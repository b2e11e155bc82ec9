package org.letterlock.auth.document;

import org.letterlock.service.web.Faults;

/** Rules for texts that people write. */
public final class Texts {
    private Texts() {}

    /** A line: no control characters, no line separators, within the limit. */
    public static void requireLine(String text, int limit, String pointer, Faults faults) {
        faults.require(text.length() <= limit, pointer, "too-long", "At most " + limit + " characters.");
        faults.require(
                text.codePoints().noneMatch(Texts::breaksLine),
                pointer,
                "control-character",
                "No control characters or line breaks.");
    }

    /** Whether a character has no place in a line. */
    public static boolean breaksLine(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
