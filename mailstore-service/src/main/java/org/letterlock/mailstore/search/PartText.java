package org.letterlock.mailstore.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.Locale;
import org.letterlock.mailsyntax.mime.MimePart;

/** The text of a part, with its transfer encoding and charset decoded as well as can be. */
final class PartText {
    private static final int CHUNK = 8192;

    private PartText() {}

    /** Whether the text of the part contains the folded text. Reads only as far as needed. */
    static boolean contains(MimePart part, InputStream body, String folded) throws IOException {
        Reader text = new InputStreamReader(decoded(part.encoding(), body), charset(part));
        char[] chunk = new char[CHUNK];
        StringBuilder window = new StringBuilder();
        for (int count = read(text, chunk); count >= 0; count = read(text, chunk)) {
            window.append(Caseless.fold(new String(chunk, 0, count)));
            if (window.indexOf(folded) >= 0) {
                return true;
            }
            window.delete(0, Math.max(0, window.length() - folded.length()));
        }
        return false;
    }

    private static InputStream decoded(String encoding, InputStream body) {
        return switch (encoding) {
            case "base64" -> Base64.getMimeDecoder().wrap(body);
            case "quoted-printable" -> new QuotedPrintableStream(body);
            default -> body;
        };
    }

    // A body that ends amid base64 has text up to there.
    private static int read(Reader text, char[] chunk) throws IOException {
        try {
            return text.read(chunk);
        } catch (IOException e) {
            if (e.getCause() == null) {
                return -1;
            }
            throw e;
        }
    }

    private static Charset charset(MimePart part) {
        String name = part.parameters().getOrDefault("charset", "us-ascii").toLowerCase(Locale.ROOT);
        try {
            // What is labelled as ASCII or ISO 8859-1 is written in windows-1252 where it differs.
            return switch (name) {
                case "us-ascii", "iso-8859-1" -> Charset.forName("windows-1252");
                default -> Charset.forName(name);
            };
        } catch (IllegalArgumentException unknown) {
            return ISO_8859_1;
        }
    }
}
