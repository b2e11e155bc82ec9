package org.letterlock.messageauth.tag;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult;

/**
 * A tag=value list (RFC 6376 section 3.2). Names are compared as written, a name that stands twice makes the whole list
 * invalid, an empty value differs from an absent tag.
 *
 * @param tags values by name, in order, without the white space around them; white space inside is kept
 */
public record TagList(Map<String, String> tags) {
    public TagList {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /**
     * Parses a header field's body or the text of a record. Line ends count as folding white space wherever they stand: a
     * record has none, and a field's were checked when the header section was read.
     */
    public static ParseResult<TagList> parse(String text) {
        Cursor cursor = new Cursor(text);
        Map<String, String> tags = new LinkedHashMap<>();
        skipSpace(cursor);
        while (!cursor.atEnd()) {
            int start = cursor.offset();
            String name = cursor.takeWhile(TagList::isNameCharacter);
            if (name.isEmpty() || !isLetter(name.charAt(0))) {
                return new ParseResult.SyntaxError<>(start, "tag-name");
            }
            skipSpace(cursor);
            if (!cursor.skip("=")) {
                return new ParseResult.SyntaxError<>(cursor.offset(), "=");
            }
            String value = cursor.takeWhile(TagList::isValueCharacter);
            if (tags.putIfAbsent(name, strip(value)) != null) {
                return new ParseResult.SyntaxError<>(start, "a tag-name that is not there yet");
            }
            if (!cursor.atEnd() && !cursor.skip(";")) {
                return new ParseResult.SyntaxError<>(cursor.offset(), "tag-value");
            }
            skipSpace(cursor);
        }
        return tags.isEmpty()
                ? new ParseResult.SyntaxError<>(cursor.offset(), "tag-spec")
                : new ParseResult.Parsed<>(new TagList(tags));
    }

    /** The value of a tag; empty when the tag is not there. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(tags.get(name));
    }

    /** The name of the first tag, which some records must begin with. */
    public String firstName() {
        return tags.keySet().iterator().next();
    }

    /** A value without any of its white space, as base64 and lists of words allow it inside. */
    public static String withoutSpace(String value) {
        StringBuilder result = new StringBuilder(value.length());
        value.chars().filter(c -> !isSpace(c)).forEach(c -> result.append((char) c));
        return result.toString();
    }

    private static void skipSpace(Cursor cursor) {
        cursor.takeWhile(TagList::isSpace);
    }

    private static String strip(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isSpace(value.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isNameCharacter(int c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '_';
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    // tval of the RFC, and the octets of RFC 8616 above it; a semicolon ends a value.
    private static boolean isValueCharacter(int c) {
        return isSpace(c) || (c > ' ' && c != ';' && c != 0x7F);
    }
}
