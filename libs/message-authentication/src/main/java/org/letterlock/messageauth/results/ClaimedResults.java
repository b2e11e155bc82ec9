package org.letterlock.messageauth.results;

import java.util.Locale;
import java.util.Optional;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.messageauth.tag.Cfws;

/** Authentication-Results fields that came with a message: anyone can have written them. */
public final class ClaimedResults {
    private ClaimedResults() {}

    /**
     * The section without the fields that bear our own authserv-id (RFC 8601 section 5, FLOW-4). A field whose id cannot be
     * read goes as well if our id is anywhere in it: another reader may find it there.
     */
    public static HeaderSection removed(HeaderSection section, String ownId) {
        boolean clean = section.fields().stream().noneMatch(field -> claims(field, ownId));
        return clean ? section : section.keeping(field -> !claims(field, ownId));
    }

    /** Whether the field pretends to be ours. */
    static boolean claims(HeaderField field, String ownId) {
        if (!field.named(AuthenticationResults.NAME)) {
            return false;
        }
        String body = field.body();
        return authservId(body)
                .map(id -> canonical(id).equals(canonical(ownId)))
                .orElseGet(() -> body.toLowerCase(Locale.ROOT).contains(ownId.toLowerCase(Locale.ROOT)));
    }

    // authserv-id = value, behind [CFWS]; [CFWS authres-version] may follow    RFC 8601 section 2.2
    /** The id at the start of an unfolded body; empty where there is none to read. */
    static Optional<String> authservId(String body) {
        Cursor cursor = new Cursor(body);
        if (!Cfws.skip(cursor)) {
            return Optional.empty();
        }
        if (cursor.skip("\"")) {
            return quoted(cursor);
        }
        // RFC 6532 and RFC 8616 let an id be U-labels.
        String token = cursor.takeWhile(c -> FieldValue.isTokenCharacter(c) || c > 0x7F);
        boolean ended = cursor.atEnd() || " \t\r\n;(".indexOf(cursor.peek()) >= 0;
        return token.isEmpty() || !ended ? Optional.empty() : Optional.of(token);
    }

    private static String canonical(String id) {
        String name = id.endsWith(".") ? id.substring(0, id.length() - 1) : id;
        return Domain.parse(name) instanceof Parsed<Domain>(Domain domain)
                ? domain.text()
                : name.toLowerCase(Locale.ROOT);
    }

    private static Optional<String> quoted(Cursor cursor) {
        StringBuilder id = new StringBuilder();
        while (!cursor.atEnd()) {
            int c = cursor.take();
            if (c == '"') {
                return Optional.of(id.toString().strip());
            }
            c = c == '\\' ? cursor.take() : c;
            if (c >= 0) {
                id.append((char) c);
            }
        }
        return Optional.empty();
    }
}
