package org.letterlock.imap.mailbox;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/**
 * Full name of a mailbox, levels parted by {@link #DELIMITER}. In NFC, and {@code INBOX} as the first level in capitals, so
 * that equal values name the same mailbox (RFC 9051 section 5.1). Whether such a mailbox may exist is for the store to say.
 */
public record MailboxName(String value) {
    /** Parts the levels of a name. */
    public static final char DELIMITER = '/';

    /** The mailbox that everybody has. */
    public static final MailboxName INBOX = new MailboxName("INBOX");

    public MailboxName {
        value = canonical(value);
    }

    private static String canonical(String name) {
        String normal = Normalizer.normalize(name, Normalizer.Form.NFC);
        int end = normal.indexOf(DELIMITER);
        String first = end < 0 ? normal : normal.substring(0, end);
        return first.equalsIgnoreCase("INBOX") && !first.equals("INBOX")
                ? first.toUpperCase(Locale.ROOT) + normal.substring(first.length())
                : normal;
    }

    /** Reads a name from the wire in the form that the session's revision uses. */
    public static ParseResult<MailboxName> parse(String wire, Revision revision) {
        return switch (revision.parseName(wire)) {
            case Parsed<String>(String name) -> new Parsed<>(new MailboxName(name));
            case SyntaxError<String> error -> error.as();
        };
    }

    /** The name on the wire, before quoting. */
    public String format(Revision revision) {
        return revision.formatName(value);
    }

    /** Whether this is INBOX itself. */
    public boolean isInbox() {
        return equals(INBOX);
    }

    /** The name without a delimiter at its end: CREATE may be given one (RFC 9051 section 6.3.4). */
    public MailboxName withoutTrailingDelimiter() {
        return value.length() > 1 && value.charAt(value.length() - 1) == DELIMITER
                ? new MailboxName(value.substring(0, value.length() - 1))
                : this;
    }

    /** The names above this one, the topmost first. */
    public List<MailboxName> parents() {
        var parents = new ArrayList<MailboxName>();
        for (int i = value.indexOf(DELIMITER); i >= 0; i = value.indexOf(DELIMITER, i + 1)) {
            parents.add(new MailboxName(value.substring(0, i)));
        }
        return List.copyOf(parents);
    }

    /** Whether this name lies somewhere below {@code other}. */
    public boolean isBelow(MailboxName other) {
        return value.length() > other.value.length() + 1
                && value.startsWith(other.value)
                && value.charAt(other.value.length()) == DELIMITER;
    }

    @Override
    public String toString() {
        return value;
    }
}
