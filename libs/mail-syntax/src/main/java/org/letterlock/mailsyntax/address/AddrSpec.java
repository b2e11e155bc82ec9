package org.letterlock.mailsyntax.address;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/**
 * A mail address, {@code local-part@domain} (RFC 5321 section 4.1.2, RFC 5322 section 3.4.1).
 *
 * @param localPart as it is meant: without quotes and escapes, letter case kept; 1 to 64 octets, no control character
 * @param domain host name or address literal
 */
public record AddrSpec(String localPart, Domain domain) {
    private static final int MAX_LOCAL_PART = 64;
    private static final Pattern DOT_STRING =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");

    public AddrSpec {
        if (localPart.isEmpty()
                || localPart.length() > MAX_LOCAL_PART
                || localPart.chars().anyMatch(c -> c < 0x20 || c >= 0x7F)) {
            throw new IllegalArgumentException("not a local-part");
        }
    }

    // Mailbox = Local-part "@" ( Domain / address-literal )    RFC 5321 section 4.1.2
    /** Parses an address that stands alone: no comments, no folding, no angle brackets. */
    public static ParseResult<AddrSpec> parse(String text) {
        Cursor cursor = new Cursor(text);
        return switch (parseLocalPart(cursor)) {
            case SyntaxError<String> error -> error.as();
            case Parsed<String>(String localPart) -> {
                int domainAt = cursor.offset();
                yield switch (Domain.parse(cursor.takeRest())) {
                    case Parsed<Domain>(Domain domain) -> new Parsed<>(new AddrSpec(localPart, domain));
                    case SyntaxError<Domain> error -> new SyntaxError<>(domainAt, error.expected());
                };
            }
        };
    }

    /** The text that {@link #parse} reads back; the local-part is quoted where the grammar wants it. */
    public String format() {
        return (DOT_STRING.matcher(localPart).matches() ? localPart : quoted()) + "@" + domain.text();
    }

    /**
     * What two spellings of one local address have in common: the local-part without regard to case, after NFC. Foreign
     * local-parts are compared as they are (RFC 5321 section 2.4).
     */
    public AddrSpec foldCase() {
        return new AddrSpec(Normalizer.normalize(localPart, Normalizer.Form.NFC).toLowerCase(Locale.ROOT), domain);
    }

    @Override
    public String toString() {
        return format();
    }

    private String quoted() {
        return '"' + localPart.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    // Local-part = Dot-string / Quoted-string, and the "@" behind it
    private static ParseResult<String> parseLocalPart(Cursor cursor) {
        String localPart;
        if (cursor.skip("\"")) {
            StringBuilder unquoted = new StringBuilder();
            while (cursor.peek() != '"') {
                cursor.skip("\\");
                int next = cursor.take();
                if (next < 0x20 || next >= 0x7F) {
                    return new SyntaxError<>(cursor.offset(), "Quoted-string");
                }
                unquoted.append((char) next);
            }
            cursor.take();
            localPart = unquoted.toString();
        } else {
            localPart = cursor.takeWhile(c -> c != '@');
            if (!DOT_STRING.matcher(localPart).matches()) {
                return new SyntaxError<>(0, "Local-part");
            }
        }
        if (localPart.isEmpty() || localPart.length() > MAX_LOCAL_PART || !cursor.skip("@")) {
            return new SyntaxError<>(cursor.offset(), "Mailbox");
        }
        return new Parsed<>(localPart);
    }
}
