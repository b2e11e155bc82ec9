package org.letterlock.mailsyntax.conversion;

import java.io.ByteArrayOutputStream;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;

/** Folds header fields with lines over 998 octets where they have white space (RFC 5322 section 2.2.3); others stay. */
final class LongFields {
    private LongFields() {}

    static HeaderSection folded(HeaderSection section) {
        boolean any = section.fields().stream().anyMatch(field -> longest(field.octets()) > PartContent.MAX_LINE);
        return any ? section.replacingEach(LongFields::folded) : section;
    }

    private static HeaderField folded(HeaderField field) {
        byte[] octets = field.octets();
        if (longest(octets) <= PartContent.MAX_LINE) {
            return field;
        }
        ByteArrayOutputStream folded = new ByteArrayOutputStream(octets.length + 16);
        int start = 0;
        while (start < octets.length) {
            int end = lineEnd(octets, start);
            int fold = end - start > PartContent.MAX_LINE ? foldingPoint(octets, start, end) : -1;
            if (fold < 0) {
                int next = Math.min(octets.length, end + 2);
                folded.write(octets, start, next - start);
                start = next;
            } else {
                folded.write(octets, start, fold - start);
                folded.write('\r');
                folded.write('\n');
                start = fold;
            }
        }
        return HeaderField.ofOctets(folded.toByteArray());
    }

    // The last white space that leaves a short line, else the first; with something else before and behind it.
    private static int foldingPoint(byte[] octets, int start, int end) {
        int found = -1;
        boolean content = false; // seen in this line, behind the name
        for (int i = start + 1; i < end - 1; i++) {
            boolean white = isWsp(octets[i]);
            if (white && content && !isWsp(octets[i + 1])) {
                if (i - start > PartContent.MAX_LINE) {
                    return found < 0 ? i : found;
                }
                found = i;
            }
            content |= !white && octets[i] != ':';
        }
        return found;
    }

    private static int longest(byte[] octets) {
        int longest = 0;
        for (int start = 0; start < octets.length; start = lineEnd(octets, start) + 2) {
            longest = Math.max(longest, lineEnd(octets, start) - start);
        }
        return longest;
    }

    // Of the CRLF, or of the octets.
    private static int lineEnd(byte[] octets, int start) {
        for (int i = start; i + 1 < octets.length; i++) {
            if (octets[i] == '\r' && octets[i + 1] == '\n') {
                return i;
            }
        }
        return octets.length;
    }

    private static boolean isWsp(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
