package org.letterlock.smtp.session;

/** What a state wants to read next; it tells the driver which decoder the octets go to. */
public sealed interface ExpectedInput {

    /** A line, of at most so many octets with its CRLF. */
    record OfLine(int maxOctets) implements ExpectedInput {}

    /** What follows 354, up to its end. */
    record OfData() implements ExpectedInput {}

    /** The octets of the chunk that the last effect named. */
    record OfChunk() implements ExpectedInput {}

    /** Nothing now: an answer is awaited, or the session is over. Octets stay where they are. */
    record OfNothing() implements ExpectedInput {}
}
