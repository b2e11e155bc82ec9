package org.letterlock.imap.mailbox;

import java.text.Normalizer;
import java.util.BitSet;

/**
 * A pattern of LIST (RFC 9051 section 6.3.9): {@code *} stands for anything, {@code %} for anything without a delimiter.
 * Time to match is bounded by the square of the name's length, whatever the pattern.
 */
public final class MailboxPattern {
    private static final String INBOX = "INBOX";

    private final String pattern; // no two wildcards in a row
    private final int literals;

    /** The pattern of a LIST command in Unicode, reference name included. */
    public MailboxPattern(String pattern) {
        this.pattern = withoutRepeatedWildcards(Normalizer.normalize(pattern, Normalizer.Form.NFC));
        this.literals =
                (int) this.pattern.chars().filter(c -> c != '*' && c != '%').count();
    }

    // A run of wildcards with a star in it is a star, any other is one percent sign.
    private static String withoutRepeatedWildcards(String pattern) {
        var reduced = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int last = reduced.length() - 1;
            boolean afterWildcard = last >= 0 && isWildcard(reduced.charAt(last));
            if (!isWildcard(c) || !afterWildcard) {
                reduced.append(c);
            } else if (c == '*') {
                reduced.setCharAt(last, '*');
            }
        }
        return reduced.toString();
    }

    private static boolean isWildcard(char c) {
        return c == '*' || c == '%';
    }

    /** Whether the pattern is a name, without wildcards. */
    public boolean isLiteral() {
        return literals == pattern.length();
    }

    /** Whether {@code name} matches. */
    public boolean matches(MailboxName name) {
        String text = name.value();
        if (literals > text.length()) {
            return false;
        }
        boolean isInbox = text.startsWith(INBOX)
                && (text.length() == INBOX.length() || text.charAt(INBOX.length()) == MailboxName.DELIMITER);
        // Which ends of the name's prefixes the pattern read so far may have come to.
        var reached = new BitSet(text.length() + 1);
        reached.set(0);
        for (int i = 0; i < pattern.length() && !reached.isEmpty(); i++) {
            reached = step(reached, pattern.charAt(i), text, isInbox);
        }
        return reached.get(text.length());
    }

    private static BitSet step(BitSet reached, char token, String text, boolean isInbox) {
        var next = new BitSet(text.length() + 1);
        for (int at = reached.nextSetBit(0); at >= 0; at = reached.nextSetBit(at + 1)) {
            if (token == '*') {
                next.set(at, text.length() + 1);
                break; // the first one reaches all that later ones would
            }
            if (token == '%') {
                int end = text.indexOf(MailboxName.DELIMITER, at);
                end = end < 0 ? text.length() : end;
                next.set(at, end + 1);
                at = Math.max(at, end - 1); // what lies between reaches no further
            } else if (at < text.length() && same(token, text.charAt(at), isInbox && at < INBOX.length())) {
                next.set(at + 1);
            }
        }
        return next;
    }

    private static boolean same(char token, char c, boolean ignoringCase) {
        return token == c || (ignoringCase && Character.toUpperCase(token) == c);
    }

    @Override
    public String toString() {
        return pattern;
    }
}
