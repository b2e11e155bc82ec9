package org.letterlock.imap.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One data item of FETCH (RFC 9051 section 6.4.5). Macros have been replaced by what they stand for. */
public sealed interface FetchItem {
    /** {@code FLAGS}. */
    record Flags() implements FetchItem {}

    /** {@code INTERNALDATE}. */
    record InternalDate() implements FetchItem {}

    /** {@code RFC822.SIZE}. */
    record Rfc822Size() implements FetchItem {}

    /** {@code UID}. */
    record Uid() implements FetchItem {}

    /** {@code ENVELOPE}. */
    record Envelope() implements FetchItem {}

    /** {@code BODYSTRUCTURE}, or without extension data {@code BODY}. */
    record BodyStructure(Extension extension) implements FetchItem {}

    /** {@code BODY[…]} and {@code BODY.PEEK[…]}, and {@code RFC822} and its relatives of RFC 3501. */
    record Body(Section section, @Nullable Partial partial, Seen seen, Wording wording) implements FetchItem {}

    /** {@code BINARY[…]} and {@code BINARY.PEEK[…]} (RFC 3516): a part without its transfer encoding. */
    record Binary(List<Integer> path, @Nullable Partial partial, Seen seen) implements FetchItem {
        public Binary {
            path = List.copyOf(path);
        }
    }

    /** {@code BINARY.SIZE[…]}. */
    record BinarySize(List<Integer> path) implements FetchItem {
        public BinarySize {
            path = List.copyOf(path);
        }
    }

    /** Whether fetching marks the message as seen. */
    enum Seen {
        SET,
        PEEK
    }

    /** Whether the extension data of a body structure is wanted. */
    enum Extension {
        WITH,
        WITHOUT
    }

    /** How the response calls the item. */
    enum Wording {
        BODY,
        RFC822,
        RFC822_HEADER,
        RFC822_TEXT
    }

    /** Whether fetching this item marks the message as seen. */
    default boolean setsSeen() {
        return switch (this) {
            case Body body -> body.seen() == Seen.SET;
            case Binary binary -> binary.seen() == Seen.SET;
            case Flags _, InternalDate _, Rfc822Size _, Uid _, Envelope _, BodyStructure _, BinarySize _ -> false;
        };
    }
}
