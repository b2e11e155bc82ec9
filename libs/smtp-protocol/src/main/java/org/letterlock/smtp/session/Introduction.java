package org.letterlock.smtp.session;

import org.letterlock.mailsyntax.address.Domain;

/** How the client has introduced itself. */
public sealed interface Introduction {

    /** Not yet. */
    record None() implements Introduction {}

    /** By EHLO or HELO, with a name that nobody has proven. */
    record As(Domain client, Greeting greeting) implements Introduction {}

    /** Which command. */
    enum Greeting {
        EHLO,
        HELO
    }
}
