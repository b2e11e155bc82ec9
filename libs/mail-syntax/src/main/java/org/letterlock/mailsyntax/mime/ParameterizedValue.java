package org.letterlock.mailsyntax.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.Cursor;

/**
 * A value with parameters, the form of Content-Type and Content-Disposition (RFC 2045 section 5.1, RFC 2183). Read leniently,
 * never fails; at most 100 parameters are kept.
 *
 * @param value in lower case, without comments; empty where the field starts with none
 * @param parameters names in lower case, in their order; the first of equal names counts. Pieces of RFC 2231 section 3 are
 *     joined: a name that ends in {@code *} has a value with charset and percent encoding (section 4)
 * @param repeated whether a name came twice with different values, so that readers may differ
 */
public record ParameterizedValue(String value, Map<String, String> parameters, boolean repeated) {
    private static final int MAX_PARAMETERS = 100;
    private static final int MAX_PIECES = 1000;

    public ParameterizedValue {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** Parses an unfolded field body. */
    public static ParameterizedValue parse(String body) {
        Cursor cursor = new Cursor(body);
        skipCfws(cursor);
        String value = cursor.takeWhile(c -> c != ';' && c != '(').toLowerCase(Locale.ROOT);
        Collector collector = new Collector();
        skipSeparators(cursor);
        while (!cursor.atEnd() && collector.hasRoom()) {
            String name = cursor.takeWhile(c -> c != '=' && c != ';' && c != '(' && c != ' ' && c != '\t');
            skipCfws(cursor);
            if (cursor.skip("=")) {
                skipCfws(cursor);
                collector.add(name.toLowerCase(Locale.ROOT), parameterValue(cursor));
            }
            skipSeparators(cursor);
        }
        return collector.finish(withoutWsp(value));
    }

    /**
     * The parameter as people should see it: the form of RFC 2231 if there is one, else the plain one with encoded words
     * decoded, which RFC 2047 forbids and many send.
     */
    public static Optional<String> decoded(Map<String, String> parameters, String name) {
        String extended = parameters.get(name + "*");
        if (extended != null) {
            return Optional.of(decodeExtended(extended));
        }
        return Optional.ofNullable(parameters.get(name)).map(EncodedWords::decode);
    }

    /** Gathers parameters and the pieces of those that are split. */
    private static final class Collector {
        private final Map<String, String> whole = new LinkedHashMap<>();
        private final Map<String, Map<Integer, Piece>> split = new LinkedHashMap<>();
        private int pieces;
        private boolean repeated;

        boolean hasRoom() {
            return whole.size() + split.size() < MAX_PARAMETERS && pieces < MAX_PIECES;
        }

        // parameter name "*" section ["*"]    RFC 2231 section 3 and 4.1
        void add(String name, String value) {
            pieces++;
            int star = name.indexOf('*');
            boolean extended = name.endsWith("*") && star < name.length() - 1;
            int section = sectionNumber(name.substring(star + 1, name.length() - (extended ? 1 : 0)));
            if (star <= 0 || section < 0) {
                put(name, value);
                return;
            }
            Piece earlier = split.computeIfAbsent(name.substring(0, star), _ -> new HashMap<>())
                    .putIfAbsent(section, new Piece(value, extended));
            repeated |= earlier != null && !earlier.text().equals(value);
        }

        ParameterizedValue finish(String value) {
            split.forEach((name, sections) -> {
                boolean extended = sections.values().stream().anyMatch(Piece::extended);
                StringBuilder joined = new StringBuilder();
                for (int i = 0; sections.containsKey(i); i++) {
                    Piece piece = sections.get(i);
                    joined.append(extended && !piece.extended() ? percentEncoded(piece.text(), i == 0) : piece.text());
                }
                if (!joined.isEmpty()) {
                    put(extended ? name + "*" : name, joined.toString());
                }
            });
            return new ParameterizedValue(value, whole, repeated);
        }

        private void put(String name, String value) {
            if (!name.isEmpty()) {
                String earlier = whole.putIfAbsent(name, value);
                repeated |= earlier != null && !earlier.equals(value);
            }
        }
    }

    private record Piece(String text, boolean extended) {}

    private static int sectionNumber(String digits) {
        boolean number =
                !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.parseInt(digits) : -1;
    }

    // The first piece carries the charset; one without it gets an empty one, which means the default.
    private static String percentEncoded(String text, boolean first) {
        StringBuilder encoded = new StringBuilder(first ? "''" : "");
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (octet >= '0' && octet <= '9')
                    || (octet >= 'a' && octet <= 'z')
                    || (octet >= 'A' && octet <= 'Z')
                    || octet == '.'
                    || octet == '-'
                    || octet == '_';
            if (plain) {
                encoded.append((char) octet);
            } else {
                encoded.append(String.format("%%%02X", octet & 0xFF));
            }
        }
        return encoded.toString();
    }

    // initial-section = charset "'" [language] "'" extended-other-values
    private static String decodeExtended(String text) {
        int charsetEnd = text.indexOf('\'');
        int languageEnd = charsetEnd < 0 ? -1 : text.indexOf('\'', charsetEnd + 1);
        String encoded = languageEnd < 0 ? text : text.substring(languageEnd + 1);
        Charset charset = languageEnd < 0 || charsetEnd == 0
                ? StandardCharsets.UTF_8
                : CharsetNames.find(text.substring(0, charsetEnd)).orElse(StandardCharsets.UTF_8);
        ByteArrayOutputStream octets = new ByteArrayOutputStream(encoded.length());
        int i = 0;
        while (i < encoded.length()) {
            int octet = encoded.charAt(i) == '%' ? Hex.octet(encoded, i + 1) : -1;
            if (octet >= 0) {
                octets.write(octet);
                i += 3;
            } else {
                int codePoint = encoded.codePointAt(i);
                octets.writeBytes(Character.toString(codePoint).getBytes(charset));
                i += Character.charCount(codePoint);
            }
        }
        return octets.toString(charset);
    }

    // A quoted-string, or all up to the next ";" or comment: file names with spaces are often left unquoted.
    private static String parameterValue(Cursor cursor) {
        if (!cursor.skip("\"")) {
            return withoutTrailingWsp(cursor.takeWhile(c -> c != ';' && c != '('));
        }
        StringBuilder value = new StringBuilder();
        while (!cursor.atEnd() && cursor.peek() != '"') {
            cursor.skip("\\");
            int c = cursor.take();
            if (c >= 0) {
                value.append((char) c);
            }
        }
        cursor.skip("\"");
        return value.toString();
    }

    private static void skipSeparators(Cursor cursor) {
        skipCfws(cursor);
        while (cursor.skip(";") || cursor.skip("=")) {
            skipCfws(cursor);
        }
    }

    private static void skipCfws(Cursor cursor) {
        int depth = 0;
        while ((depth > 0 && !cursor.atEnd()) || isWsp(cursor.peek()) || cursor.peek() == '(') {
            switch (cursor.take()) {
                case '(' -> depth++;
                case ')' -> depth--;
                case '\\' -> cursor.take();
                default -> {}
            }
        }
    }

    private static String withoutWsp(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.chars().filter(c -> !isWsp(c)).forEach(c -> kept.append((char) c));
        return kept.toString();
    }

    private static String withoutTrailingWsp(String text) {
        int end = text.length();
        while (end > 0 && isWsp(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private static boolean isWsp(int c) {
        return c == ' ' || c == '\t';
    }

    /** The parameter of that exact name. */
    public @Nullable String parameter(String name) {
        return parameters.get(name);
    }
}
