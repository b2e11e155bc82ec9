package org.letterlock.imap.mailbox;

import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;

/** Which IMAP a session speaks. Each begins as rev1; ENABLE IMAP4rev2 changes it for good (RFC 9051 appendix A). */
public enum Revision {
    /** RFC 3501: mailbox names in modified UTF-7, untagged SEARCH. */
    IMAP4REV1,
    /** RFC 9051: mailbox names in UTF-8, ESEARCH only, no RECENT. */
    IMAP4REV2;

    ParseResult<String> parseName(String wire) {
        return switch (this) {
            case IMAP4REV1 -> ModifiedUtf7.parse(wire);
            case IMAP4REV2 -> new Parsed<>(wire);
        };
    }

    String formatName(String name) {
        return switch (this) {
            case IMAP4REV1 -> ModifiedUtf7.format(name);
            case IMAP4REV2 -> name;
        };
    }
}
