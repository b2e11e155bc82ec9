package org.letterlock.imap.response;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Some fields of a header, octet by octet as they stand there (RFC 9051 section 6.4.5.1, HEADER.FIELDS). */
public final class HeaderFieldFilter {
    /** Which fields are kept. */
    public enum Keep {
        NAMED,
        OTHERS
    }

    private HeaderFieldFilter() {}

    /**
     * The fields of {@code header}, which may end with its empty line, and an empty line behind them. A line that is no field
     * belongs to none of the names.
     */
    public static byte[] filter(byte[] header, List<String> names, Keep keep) {
        Set<String> wanted = new HashSet<>();
        names.forEach(name -> wanted.add(name.toLowerCase(Locale.ROOT)));
        var kept = new ByteArrayOutputStream(header.length);
        int start = 0;
        while (start < header.length && !isEmptyLine(header, start)) {
            int end = fieldEnd(header, start);
            boolean named = wanted.contains(name(header, start, end));
            if (named == (keep == Keep.NAMED)) {
                kept.write(header, start, end - start);
            }
            start = end;
        }
        kept.write('\r');
        kept.write('\n');
        return kept.toByteArray();
    }

    private static boolean isEmptyLine(byte[] header, int at) {
        return header[at] == '\n' || (header[at] == '\r' && at + 1 < header.length && header[at + 1] == '\n');
    }

    // A field goes on in the lines that begin with white space (RFC 5322 section 2.2.3).
    private static int fieldEnd(byte[] header, int start) {
        int end = lineEnd(header, start);
        while (end < header.length && (header[end] == ' ' || header[end] == '\t')) {
            end = lineEnd(header, end);
        }
        return end;
    }

    private static int lineEnd(byte[] header, int start) {
        int end = start;
        while (end < header.length && header[end] != '\n') {
            end++;
        }
        return Math.min(end + 1, header.length);
    }

    private static String name(byte[] header, int start, int end) {
        int colon = start;
        while (colon < end && header[colon] != ':' && header[colon] != '\n') {
            colon++;
        }
        if (colon == end || header[colon] != ':') {
            return "";
        }
        // obs-optional = field-name *WSP ":"    RFC 5322 section 4.5.8
        return new String(header, start, colon - start, ISO_8859_1)
                .stripTrailing()
                .toLowerCase(Locale.ROOT);
    }
}
