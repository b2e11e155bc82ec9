package org.letterlock.mailsyntax.address;

/** Where failures are reported to: the argument of MAIL FROM (RFC 5321 section 4.1.1.2). */
public sealed interface ReversePath {

    /** {@code <>}: nobody wants to hear of failures; bounces carry it (RFC 5321 section 4.5.5). */
    record Null() implements ReversePath {}

    /** A mailbox to report to; a source route in front of it is dropped (RFC 5321 appendix C). */
    record To(AddrSpec address) implements ReversePath {}

    /** The path as it stands in MAIL FROM and Return-Path, angle brackets included. */
    default String format() {
        return switch (this) {
            case Null _ -> "<>";
            case To(AddrSpec address) -> "<" + address.format() + ">";
        };
    }
}
