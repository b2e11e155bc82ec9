package org.letterlock.mailsyntax.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Encoded words of RFC 2047: text other than ASCII in header fields. */
public final class EncodedWords {
    // 75 characters less "=?UTF-8?B?" and "?=", in whole groups of base64: RFC 2047 section 2.
    private static final int OCTETS_PER_WORD = 45;
    // RFC 2047 section 2 allows 75, some send more. Without a limit each "=?" could make all the text behind it be read
    // again.
    private static final int MAX_WORD = 4096;

    private EncodedWords() {}

    /** One encoded word taken apart. */
    private static final class Word {
        private final Charset charset;
        private final byte[] octets;
        private final int end;

        Word(Charset charset, byte[] octets, int end) {
            this.charset = charset;
            this.octets = octets;
            this.end = end;
        }
    }

    /** Whether all of {@code text} is one or several encoded words with nothing between them, whatever their charset. */
    public static boolean looksEncoded(String text) {
        if (!text.startsWith("=?") || !text.endsWith("?=")) {
            return false;
        }
        int encoding = text.indexOf('?', 2);
        return encoding > 2
                && encoding + 2 < text.length() - 2
                && "bBqQ".indexOf(text.charAt(encoding + 1)) >= 0
                && text.charAt(encoding + 2) == '?';
    }

    /**
     * The text with its encoded words decoded. Lenient: a word inside other text is decoded as well, what cannot be decoded
     * stays as it is. White space between two encoded words goes; octets of one character may be spread over two words.
     */
    public static String decode(String text) {
        int start = text.indexOf("=?");
        if (start < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length());
        int copied = 0;
        while (start >= 0) {
            Optional<Word> first = wordAt(text, start);
            if (first.isEmpty()) {
                start = text.indexOf("=?", start + 2);
                continue;
            }
            decoded.append(text, copied, start);
            Word word = first.get();
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            octets.writeBytes(word.octets);
            copied = word.end;
            Optional<Word> next = wordAt(text, skipWsp(text, copied));
            while (next.isPresent()) {
                if (!next.get().charset.equals(word.charset)) {
                    decoded.append(octets.toString(word.charset));
                    octets.reset();
                }
                word = next.get();
                octets.writeBytes(word.octets);
                copied = word.end;
                next = wordAt(text, skipWsp(text, copied));
            }
            decoded.append(octets.toString(word.charset));
            start = text.indexOf("=?", copied);
        }
        return decoded.append(text, copied, text.length()).toString();
    }

    /** The text as encoded words in UTF-8 and base64, with single spaces between them; control characters are dropped. */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        ByteArrayOutputStream word = new ByteArrayOutputStream(OCTETS_PER_WORD);
        text.codePoints().filter(c -> !Character.isISOControl(c)).forEach(c -> {
            byte[] octets = Character.toString(c).getBytes(StandardCharsets.UTF_8);
            if (word.size() + octets.length > OCTETS_PER_WORD) {
                appendWord(encoded, word);
            }
            word.writeBytes(octets);
        });
        appendWord(encoded, word);
        return encoded.toString();
    }

    private static void appendWord(StringBuilder encoded, ByteArrayOutputStream word) {
        if (word.size() > 0) {
            encoded.append(encoded.isEmpty() ? "" : " ")
                    .append("=?UTF-8?B?")
                    .append(Base64.getEncoder().encodeToString(word.toByteArray()))
                    .append("?=");
            word.reset();
        }
    }

    // encoded-word = "=?" charset ["*" language] "?" encoding "?" encoded-text "?="
    private static Optional<Word> wordAt(String text, int start) {
        if (!text.startsWith("=?", start)) {
            return Optional.empty();
        }
        int limit = Math.min(text.length(), start + MAX_WORD);
        int encodingAt = text.indexOf('?', start + 2, limit);
        if (encodingAt < 0 || encodingAt + 2 >= text.length() || text.charAt(encodingAt + 2) != '?') {
            return Optional.empty();
        }
        int end = text.indexOf("?=", encodingAt + 3, Math.max(limit, encodingAt + 3));
        if (end < 0) {
            return Optional.empty();
        }
        String name = text.substring(start + 2, encodingAt);
        int language = name.indexOf('*');
        Optional<Charset> charset = CharsetNames.find(language < 0 ? name : name.substring(0, language));
        if (charset.isEmpty()) {
            return Optional.empty();
        }
        String content = text.substring(encodingAt + 3, end);
        Optional<byte[]> octets = switch (text.charAt(encodingAt + 1)) {
            case 'b', 'B' -> base64(content);
            case 'q', 'Q' -> Optional.of(q(content));
            default -> Optional.empty();
        };
        return octets.map(value -> new Word(charset.get(), value, end + 2));
    }

    private static Optional<byte[]> base64(String content) {
        try {
            return Optional.of(Base64.getMimeDecoder().decode(content));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    // RFC 2047 section 4.2: like quoted-printable, with "_" for the space
    private static byte[] q(String content) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(content.length());
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            int octet = c == '=' ? Hex.octet(content, i + 1) : -1;
            if (octet >= 0) {
                octets.write(octet);
                i += 2;
            } else if (c < 0x80) {
                octets.write(c == '_' ? ' ' : c);
            } else {
                octets.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return octets.toByteArray();
    }

    private static int skipWsp(String text, int start) {
        int i = start;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        return i;
    }
}
