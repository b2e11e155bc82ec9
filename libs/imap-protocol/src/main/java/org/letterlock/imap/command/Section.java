package org.letterlock.imap.command;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Which octets of a message are meant by {@code BODY[…]} (RFC 9051 section 6.4.5.1).
 *
 * @param path part numbers from the outside in; empty for the message itself
 */
public record Section(List<Integer> path, Text text) {
    /** The whole message. */
    public static final Section ALL = new Section(List.of(), new Text.Whole());

    public Section {
        path = List.copyOf(path);
        if (path.isEmpty() && text instanceof Text.Mime) {
            throw new IllegalArgumentException("MIME needs a part number");
        }
    }

    /** What is wanted of the part. */
    public sealed interface Text {
        /** Everything: of the message with its header, of a part without. */
        record Whole() implements Text {}

        /** {@code HEADER}: of the message or of a message/rfc822 part. */
        record Header() implements Text {}

        /** {@code HEADER.FIELDS}: some fields of it, as the client named them. */
        record HeaderFields(List<String> names) implements Text {
            public HeaderFields {
                names = List.copyOf(names);
            }
        }

        /** {@code HEADER.FIELDS.NOT}: the other fields of it. */
        record HeaderFieldsNot(List<String> names) implements Text {
            public HeaderFieldsNot {
                names = List.copyOf(names);
            }
        }

        /** {@code TEXT}: the body of the message or of a message/rfc822 part. */
        record Body() implements Text {}

        /** {@code MIME}: the header of the part. */
        record Mime() implements Text {}
    }

    /** The section between its brackets as a response repeats it. */
    public String format() {
        String numbers = path.stream().map(String::valueOf).collect(Collectors.joining("."));
        String words = switch (text) {
            case Text.Whole() -> "";
            case Text.Header() -> "HEADER";
            case Text.HeaderFields(var names) -> "HEADER.FIELDS (" + formatNames(names) + ")";
            case Text.HeaderFieldsNot(var names) -> "HEADER.FIELDS.NOT (" + formatNames(names) + ")";
            case Text.Body() -> "TEXT";
            case Text.Mime() -> "MIME";
        };
        return numbers.isEmpty() || words.isEmpty() ? numbers + words : numbers + "." + words;
    }

    // Names hold printable ASCII without colon and space, so an atom or a quoted string can say each.
    private static String formatNames(List<String> names) {
        return names.stream()
                .map(name -> name.chars().allMatch(Arguments::isAstringChar)
                        ? name
                        : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(" "));
    }
}
