package org.letterlock.messageauth.dkim;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.letterlock.mailsyntax.dkim.CanonicalHeader;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;

/** What of a header section is hashed (RFC 6376 section 3.7 and 5.4.2). Takes no more octets than the section has. */
public final class SignedHeader {
    private final Map<String, List<HeaderField>> fields = new HashMap<>();

    public SignedHeader(HeaderSection section) {
        for (HeaderField field : section.fields()) {
            fields.computeIfAbsent(field.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(field);
        }
    }

    /** The hash input for a signature: the fields it names, the last of equal names first, and the signature without its value. */
    public byte[] input(MessageSignature signature) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        Map<String, Integer> taken = new HashMap<>();
        for (String name : signature.signedFields()) {
            List<HeaderField> named = fields.getOrDefault(name, List.of());
            int count = taken.merge(name, 1, Integer::sum);
            int index = named.size() - count;
            // A signature is no part of what it signs, also where it names its own kind.
            if (index >= 0 && !named.get(index).equals(signature.field())) {
                input.writeBytes(CanonicalHeader.of(named.get(index), signature.headerForm()));
            }
        }
        input.writeBytes(withoutValue(signature.field(), signature.headerForm()));
        return input.toByteArray();
    }

    /** A signature field in canonical form with the value of its {@code b=} tag deleted, and without its last line end. */
    public static byte[] withoutValue(HeaderField field, Canonicalization canonicalization) {
        byte[] octets = field.octets();
        int start = valueOfB(octets);
        int end = start;
        while (end < octets.length && octets[end] != ';') {
            end++;
        }
        if (end == octets.length) {
            end = lineEnd(octets);
        }
        byte[] emptied = Arrays.copyOf(octets, octets.length - (end - start));
        System.arraycopy(octets, end, emptied, start, octets.length - end);
        byte[] canonical = CanonicalHeader.of(HeaderField.ofOctets(emptied), canonicalization);
        return Arrays.copyOf(canonical, lineEnd(canonical));
    }

    // Where the value of the tag b starts, which a field has that was read as a tag list.
    private static int valueOfB(byte[] octets) {
        int i = indexOf(octets, ':', 0) + 1;
        while (i < octets.length) {
            int equals = indexOf(octets, '=', i);
            if (isB(octets, i, equals)) {
                return equals + 1;
            }
            i = indexOf(octets, ';', i) + 1;
        }
        return octets.length;
    }

    private static boolean isB(byte[] octets, int from, int to) {
        int letters = 0;
        for (int i = from; i < to; i++) {
            boolean space = octets[i] == ' ' || octets[i] == '\t' || octets[i] == '\r' || octets[i] == '\n';
            if (!space && (octets[i] != 'b' || ++letters > 1)) {
                return false;
            }
        }
        return letters == 1;
    }

    private static int indexOf(byte[] octets, char wanted, int from) {
        int i = from;
        while (i < octets.length && octets[i] != wanted) {
            i++;
        }
        return i;
    }

    private static int lineEnd(byte[] octets) {
        int end = octets.length;
        if (end > 0 && octets[end - 1] == '\n') {
            end--;
            if (end > 0 && octets[end - 1] == '\r') {
                end--;
            }
        }
        return end;
    }
}
