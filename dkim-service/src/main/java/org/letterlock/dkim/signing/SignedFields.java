package org.letterlock.dkim.signing;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.letterlock.mailsyntax.dkim.CanonicalHeader;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.mailsyntax.header.HeaderField;

/**
 * Which fields of a message are signed, and in which order (DKIM-22 to DKIM-24, RFC 6376 section 5.4).
 *
 * @param names the {@code h=} tag: a name once for each field, and once more where a further field would do harm
 * @param fields what is hashed, in the same order; of equal names the last field of the message comes first (section 5.4.2)
 */
record SignedFields(List<String> names, List<HeaderField> fields) {
    private static final List<String> SIGNED = List.of(
            "From",
            "Sender",
            "Reply-To",
            "To",
            "Cc",
            "Subject",
            "Date",
            "Message-ID",
            "In-Reply-To",
            "References",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "Content-Language",
            "List-Id",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "Auto-Submitted");

    // A field of these added on the way would change what a reader sees (section 8.15), so their absence is signed too.
    private static final Set<String> OVERSIGNED = Set.of(
            "From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type");

    SignedFields {
        names = List.copyOf(names);
        fields = List.copyOf(fields);
    }

    static SignedFields select(List<HeaderField> message) {
        List<String> names = new ArrayList<>();
        List<HeaderField> fields = new ArrayList<>();
        for (String name : SIGNED) {
            for (HeaderField field : message.reversed()) {
                if (field.named(name)) {
                    names.add(name);
                    fields.add(field);
                }
            }
            if (OVERSIGNED.contains(name)) {
                names.add(name);
            }
        }
        return new SignedFields(names, fields);
    }

    /** The fields in canonical form, one after the other; the first part of the hash input (section 3.7). */
    byte[] canonical() {
        ByteArrayOutputStream canonical = new ByteArrayOutputStream();
        for (HeaderField field : fields) {
            canonical.writeBytes(CanonicalHeader.of(field, Canonicalization.RELAXED));
        }
        return canonical.toByteArray();
    }
}
