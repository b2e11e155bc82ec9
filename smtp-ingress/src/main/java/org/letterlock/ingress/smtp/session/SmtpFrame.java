package org.letterlock.ingress.smtp.session;

import org.letterlock.smtp.session.SessionEvent;

/** What the framing makes of the octets that arrive. */
sealed interface SmtpFrame {
    /** Something that the machine wants to hear of. */
    record Event(SessionEvent.Input input) implements SmtpFrame {}

    /** A piece of a message's content; it has been handed on already. */
    record Piece() implements SmtpFrame {}
}
