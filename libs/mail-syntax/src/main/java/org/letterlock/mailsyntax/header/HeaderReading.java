package org.letterlock.mailsyntax.header;

/** How far the reading of a header section has come. */
public sealed interface HeaderReading {
    /** More octets are needed. */
    record Incomplete() implements HeaderReading {}

    /** The section is complete; what follows is the body. */
    record Complete(HeaderSection section) implements HeaderReading {}

    /** A limit is exceeded or an octet is forbidden; nothing more is read. */
    record Refused(HeaderFault fault) implements HeaderReading {}
}
