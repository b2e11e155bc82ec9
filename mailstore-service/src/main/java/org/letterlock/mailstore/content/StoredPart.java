package org.letterlock.mailstore.content;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.mime.MessageEnvelope;
import org.letterlock.mailsyntax.mime.MimePart;

/**
 * A part in the stored list of parts: each is followed by its children. The order of the components is the stored format.
 *
 * @param childCount how many of the parts behind this one are its children, each with its own
 */
record StoredPart(
        long headerStart,
        long bodyStart,
        long bodyEnd,
        long bodyLines,
        String type,
        String subtype,
        Map<String, String> parameters,
        @Nullable String id,
        @Nullable String description,
        String encoding,
        @Nullable String md5,
        @Nullable String disposition,
        Map<String, String> dispositionParameters,
        List<String> languages,
        @Nullable String location,
        @Nullable MessageEnvelope message,
        int childCount) {

    /** The part and all within it. */
    static List<StoredPart> listOf(MimePart root) {
        List<StoredPart> parts = new ArrayList<>();
        add(root, parts);
        return parts;
    }

    /** The part that starts the list, with its children. */
    static MimePart root(List<StoredPart> parts) {
        return next(parts.iterator());
    }

    private static void add(MimePart part, List<StoredPart> parts) {
        parts.add(new StoredPart(
                part.headerStart(),
                part.bodyStart(),
                part.bodyEnd(),
                part.bodyLines(),
                part.type(),
                part.subtype(),
                part.parameters(),
                part.id(),
                part.description(),
                part.encoding(),
                part.md5(),
                part.disposition(),
                part.dispositionParameters(),
                part.languages(),
                part.location(),
                part.message(),
                part.children().size()));
        part.children().forEach(child -> add(child, parts));
    }

    private static MimePart next(Iterator<StoredPart> parts) {
        StoredPart part = parts.next();
        List<MimePart> children = new ArrayList<>(part.childCount);
        for (int i = 0; i < part.childCount; i++) {
            children.add(next(parts));
        }
        return new MimePart(
                part.headerStart,
                part.bodyStart,
                part.bodyEnd,
                part.bodyLines,
                part.type,
                part.subtype,
                part.parameters,
                part.id,
                part.description,
                part.encoding,
                part.md5,
                part.disposition,
                part.dispositionParameters,
                part.languages,
                part.location,
                part.message,
                children);
    }
}
