package org.letterlock.mailsyntax.conversion;

/** What is between two delimiters of a message, or one of them and an end of it. The octets come in any pieces. */
sealed interface PartContent
        permits CopiedContent,
                UndecidedContent,
                QuotedPrintableEncoder,
                Base64Encoder,
                QuotedPrintableWrapping,
                Base64Wrapping,
                IgnoredText {

    /** The longest line, without its CRLF (RFC 5322 section 2.1.1). */
    int MAX_LINE = 998;

    /** Takes the next octets; they are not needed after the call. */
    void write(byte[] octets, int offset, int count);

    /** There are no more; called once. */
    void finish(Ending ending);

    /** What comes behind. */
    enum Ending {
        DELIMITER,
        END_OF_MESSAGE
    }
}
