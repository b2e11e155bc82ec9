package org.letterlock.mailsyntax;

import java.util.function.IntPredicate;

/** Reads a text from left to right. Not safe for use by several threads; lives for one parse. */
public final class Cursor {
    private final String text;
    private int offset; // owned by the parser that made this cursor

    /** Starts before the first character of {@code text}. */
    public Cursor(String text) {
        this.text = text;
    }

    /** Characters read so far. */
    public int offset() {
        return offset;
    }

    /** Goes back to an offset that {@link #offset()} gave. */
    public void rewind(int earlier) {
        if (earlier < 0 || earlier > offset) {
            throw new IllegalArgumentException("not an earlier offset: " + earlier);
        }
        offset = earlier;
    }

    /** Whether nothing is left. */
    public boolean atEnd() {
        return offset >= text.length();
    }

    /** The next character, or -1 at the end. */
    public int peek() {
        return atEnd() ? -1 : text.charAt(offset);
    }

    /** The next character, which is then read; or -1 at the end. */
    public int take() {
        return atEnd() ? -1 : text.charAt(offset++);
    }

    /** Reads {@code expected} if it comes next. */
    public boolean skip(String expected) {
        boolean found = text.startsWith(expected, offset);
        offset += found ? expected.length() : 0;
        return found;
    }

    /** Reads {@code expected} if it comes next, in any case of ASCII letters. */
    public boolean skipIgnoringCase(String expected) {
        boolean found = text.length() - offset >= expected.length();
        for (int i = 0; found && i < expected.length(); i++) {
            found = lowerCase(text.charAt(offset + i)) == lowerCase(expected.charAt(i));
        }
        offset += found ? expected.length() : 0;
        return found;
    }

    // Not Character.toLowerCase: U+212A KELVIN SIGN and U+0131 would then pass for k and i.
    private static int lowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }

    /** Reads the longest run of characters that satisfy {@code wanted}; may be empty. */
    public String takeWhile(IntPredicate wanted) {
        int start = offset;
        while (!atEnd() && wanted.test(text.charAt(offset))) {
            offset++;
        }
        return text.substring(start, offset);
    }

    /** What is left; reads it. */
    public String takeRest() {
        String rest = text.substring(offset);
        offset = text.length();
        return rest;
    }
}
