package org.letterlock.contracts.directory;

import org.letterlock.mailsyntax.address.AddrSpec;

/** Where a copy of a message ends, after aliases and groups have been expanded. */
public sealed interface Destination {
    /** The mailbox of an account; mailstore-service delivers it. */
    record LocalMailbox(AccountId account) implements Destination {}

    /** An address elsewhere; smtp-egress delivers it. */
    record Remote(AddrSpec address) implements Destination {}
}
