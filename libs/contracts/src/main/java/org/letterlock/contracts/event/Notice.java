package org.letterlock.contracts.event;

import java.util.List;
import java.util.UUID;
import org.letterlock.mailsyntax.address.AddrSpec;

/**
 * A mail that the suite writes to its own users, such as the notice of a changed password (PWD-11).
 *
 * @param id of the notice; the same id twice is sent once
 * @param text the body in plain text, lines ended by LF
 */
public record Notice(UUID id, List<AddrSpec> recipients, String subject, String text) {
    public Notice {
        recipients = List.copyOf(recipients);
    }
}
