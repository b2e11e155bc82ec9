package org.letterlock.contracts.event;

import java.util.List;
import java.util.UUID;
import org.letterlock.mailsyntax.address.AddrSpec;

/**
 * A mail that the suite writes to its own users, such as the notice of a changed password (PWD-11).
 *
 * @param id of the notice; the same id twice is sent once
 * @param recipients at least one
 * @param subject in printable US-ASCII
 * @param text the body in printable US-ASCII, lines of at most 998 octets ended by LF
 */
public record Notice(UUID id, List<AddrSpec> recipients, String subject, String text) {
    private static final int MAX_LINE = 998; // RFC 5322 section 2.1.1

    public Notice {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()
                || !isLine(subject)
                || !text.endsWith("\n")
                || !text.lines().allMatch(Notice::isLine)) {
            throw new IllegalArgumentException("a notice has recipients and lines of printable US-ASCII");
        }
    }

    private static boolean isLine(String text) {
        return text.length() <= MAX_LINE && text.chars().allMatch(character -> character >= ' ' && character <= '~');
    }
}
