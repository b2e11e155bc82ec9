package org.letterlock.senderpolicy.judgement;

import org.letterlock.contracts.senderpolicy.SenderCheckReply.Identity;
import org.letterlock.contracts.senderpolicy.SenderCheckReply.Rule;
import org.letterlock.mailsyntax.address.AddrSpec;

/** What was found about one sender address of a message. */
public sealed interface Finding {
    /** Where in the message the address stands. */
    Identity identity();

    /** The address as it was given. */
    AddrSpec address();

    /** The account may use it. */
    record Permitted(Identity identity, AddrSpec address, SenderKind kind) implements Finding {}

    /** Nothing to test: the domain is foreign or not protected. */
    record NotProtected(Identity identity, AddrSpec address) implements Finding {}

    /** The peer is a trusted sender (SPOOF-11). */
    record TrustedPeer(Identity identity, AddrSpec address) implements Finding {}

    /** The message is refused for it. */
    record Refused(Identity identity, AddrSpec address, Rule rule) implements Finding {}
}
