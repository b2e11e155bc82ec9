package org.letterlock.imap.response;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.imap.command.Section;
import org.letterlock.imap.command.Section.Text;
import org.letterlock.mailsyntax.mime.MimePart;
import org.letterlock.mailsyntax.mime.MimeStructure;

/** Finds where a section of a message lies (RFC 9051 section 6.4.5.1). */
public final class SectionLocator {
    private SectionLocator() {}

    /** Octets of a message, from {@code start} up to but not including {@code end}. */
    public record Range(long start, long end) {
        /** How many octets. */
        public long length() {
            return end - start;
        }
    }

    /** Where the section's octets lie; for HEADER.FIELDS where the whole header lies. Empty when there is no such part. */
    public static Optional<Range> locate(MimeStructure structure, Section section) {
        if (section.path().isEmpty()) {
            return Optional.of(ofMessage(structure.root(), section.text()));
        }
        return findPart(structure, section.path()).flatMap(part -> switch (section.text()) {
            case Text.Whole() -> Optional.of(new Range(part.bodyStart(), part.bodyEnd()));
            case Text.Mime() -> Optional.of(new Range(part.headerStart(), part.bodyStart()));
            case Text.Header _, Text.HeaderFields _, Text.HeaderFieldsNot _, Text.Body _ ->
                messageIn(part).map(message -> ofMessage(message, section.text()));
        });
    }

    private static Range ofMessage(MimePart message, Text text) {
        return switch (text) {
            case Text.Whole() -> new Range(message.headerStart(), message.bodyEnd());
            case Text.Header _, Text.HeaderFields _, Text.HeaderFieldsNot _, Text.Mime _ ->
                new Range(message.headerStart(), message.bodyStart());
            case Text.Body() -> new Range(message.bodyStart(), message.bodyEnd());
        };
    }

    /** The part of that number. A message that is no multipart has one part, numbered 1: its body. */
    public static Optional<MimePart> findPart(MimeStructure structure, List<Integer> path) {
        MimePart part = childOfMessage(structure.root(), path.getFirst());
        for (int i = 1; i < path.size() && part != null; i++) {
            part = childOfPart(part, path.get(i));
        }
        return Optional.ofNullable(part);
    }

    private static @Nullable MimePart childOfPart(MimePart part, int number) {
        if (part.isMultipart()) {
            return child(part, number);
        }
        return messageIn(part).map(message -> childOfMessage(message, number)).orElse(null);
    }

    private static @Nullable MimePart childOfMessage(MimePart message, int number) {
        if (message.isMultipart()) {
            return child(message, number);
        }
        return number == 1 ? message : null;
    }

    private static @Nullable MimePart child(MimePart part, int number) {
        return number <= part.children().size() ? part.children().get(number - 1) : null;
    }

    private static Optional<MimePart> messageIn(MimePart part) {
        return part.isMultipart() ? Optional.empty() : part.children().stream().findFirst();
    }
}
