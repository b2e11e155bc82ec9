package org.letterlock.mailsyntax.address;

import java.text.Normalizer;
import java.util.Locale;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/**
 * A mail address, {@code local-part@domain} (RFC 5321 section 4.1.2, RFC 5322 section 3.4.1). Its formatted text fits into a
 * path: local-part at most 64 octets, the whole at most 254 (RFC 5321 section 4.5.3.1).
 *
 * @param localPart as it is meant: without quotes and escapes, letter case kept; printable ASCII, never empty
 * @param domain host name or address literal
 */
public record AddrSpec(String localPart, Domain domain) {
    private static final int MAX_LOCAL_PART = 64;
    private static final int MAX_OCTETS = 254; // a path is 256 with its angle brackets

    public AddrSpec {
        if (!isLocalPart(localPart) || !fits(localPart, domain)) {
            throw new IllegalArgumentException("not a local-part");
        }
    }

    /** The address, if these two parts make one. */
    public static ParseResult<AddrSpec> of(String localPart, Domain domain) {
        return isLocalPart(localPart) && fits(localPart, domain)
                ? new Parsed<>(new AddrSpec(localPart, domain))
                : new SyntaxError<>(0, "Local-part");
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
                    case Parsed<Domain>(Domain domain) -> of(localPart, domain);
                    case SyntaxError<Domain> error -> new SyntaxError<>(domainAt, error.expected());
                };
            }
        };
    }

    /** The text that {@link #parse} reads back; the local-part is quoted where the grammar wants it. */
    public String format() {
        return formatLocalPart(localPart) + "@" + domain.text();
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

    private static boolean isLocalPart(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LOCAL_PART
                && text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    }

    private static boolean fits(String localPart, Domain domain) {
        int octets = formatLocalPart(localPart).length();
        return octets <= MAX_LOCAL_PART && octets + 1 + domain.text().length() <= MAX_OCTETS;
    }

    private static String formatLocalPart(String localPart) {
        return isDotString(localPart)
                ? localPart
                : '"' + localPart.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    // Dot-string = Atom *("." Atom)
    private static boolean isDotString(String text) {
        boolean atomBefore = false;
        for (int i = 0; i < text.length(); i++) {
            boolean dot = text.charAt(i) == '.';
            if (dot ? !atomBefore : !Atext.isAtext(text.charAt(i))) {
                return false;
            }
            atomBefore = !dot;
        }
        return atomBefore;
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
            if (!isDotString(localPart)) {
                return new SyntaxError<>(0, "Local-part");
            }
        }
        if (!isLocalPart(localPart) || !cursor.skip("@")) {
            return new SyntaxError<>(cursor.offset(), "Mailbox");
        }
        return new Parsed<>(localPart);
    }
}
