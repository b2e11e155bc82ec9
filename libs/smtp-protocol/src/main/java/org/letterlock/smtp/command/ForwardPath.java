package org.letterlock.smtp.command;

import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;

/** Whom a message is for: the argument of RCPT TO (RFC 5321 section 4.1.1.3). */
public sealed interface ForwardPath {

    /** A mailbox; a source route in front of it is dropped (RFC 5321 appendix C). */
    record To(AddrSpec address) implements ForwardPath {}

    /** {@code <postmaster>} without a domain: whoever runs this server (RFC 5321 section 4.1.1.3). */
    record Postmaster() implements ForwardPath {}

    /** The address, where {@code <postmaster>} is that of {@code hostDomain}. */
    default AddrSpec address(Domain hostDomain) {
        return switch (this) {
            case To(AddrSpec address) -> address;
            case Postmaster _ -> new AddrSpec("postmaster", hostDomain);
        };
    }

    /** Whether the local-part names a further route: percent hack, bang path, quoted address (RELAY-6). */
    default boolean attemptsRouting() {
        return switch (this) {
            case To(AddrSpec address) -> address.localPart().chars().anyMatch(c -> c == '%' || c == '!' || c == '@');
            case Postmaster _ -> false;
        };
    }

    /** The path as it stands in RCPT TO, angle brackets included. */
    default String format() {
        return switch (this) {
            case To(AddrSpec address) -> "<" + address.format() + ">";
            case Postmaster _ -> "<postmaster>";
        };
    }
}
