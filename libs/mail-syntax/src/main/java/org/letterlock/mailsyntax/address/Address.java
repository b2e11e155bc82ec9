package org.letterlock.mailsyntax.address;

import java.util.List;

/** One element of an address-list (RFC 5322 section 3.4). */
public sealed interface Address permits NamedAddress, Group {
    /** The mailboxes in it: itself, or the members of the group. */
    List<NamedAddress> mailboxes();
}
