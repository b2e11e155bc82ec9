package org.letterlock.mailsyntax.address;

import java.util.List;

/**
 * A group of mailboxes, {@code name: member, member;} (RFC 5322 section 3.4).
 *
 * @param name its display name, encoded words decoded
 * @param mailboxes may be empty
 */
public record Group(String name, List<NamedAddress> mailboxes) implements Address {
    public Group {
        mailboxes = List.copyOf(mailboxes);
    }
}
