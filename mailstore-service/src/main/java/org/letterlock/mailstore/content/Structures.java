package org.letterlock.mailstore.content;

import java.util.List;
import org.letterlock.mailsyntax.mime.MimePart;
import org.letterlock.mailsyntax.mime.MimeStructure;

/** Structures of messages that got more fields in front. */
public final class Structures {
    private Structures() {}

    /** The structure of the same message with {@code octets} more of header fields in front of it. */
    public static MimeStructure withFieldsInFront(MimeStructure structure, int octets) {
        if (octets == 0) {
            return structure;
        }
        MimePart root = structure.root();
        return new MimeStructure(structure.envelope(), moved(root, 0, octets));
    }

    private static MimePart moved(MimePart part, long headerStart, int octets) {
        List<MimePart> children = part.children().stream()
                .map(child -> moved(child, child.headerStart() + octets, octets))
                .toList();
        return new MimePart(
                headerStart,
                part.bodyStart() + octets,
                part.bodyEnd() + octets,
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
                children);
    }
}
