package org.letterlock.mailsyntax.mime;

/** Where a message is not what the MIME documents want. None keeps it from being read; filters may mind. */
public enum MimeDefect {
    /** A header line that is no field. */
    NOT_A_FIELD,
    /** A header section without an empty line behind it. */
    HEADER_NOT_ENDED,
    /** A MIME field that stands twice in one header; the first counts. */
    REPEATED_FIELD,
    /** A parameter given twice with different values; the first counts. */
    REPEATED_PARAMETER,
    /** A Content-Type without type and subtype; the default is taken. */
    BAD_CONTENT_TYPE,
    /** A multipart whose boundary is missing or longer than 200 octets; taken for text. */
    NO_BOUNDARY,
    /** A multipart without a single part. */
    NO_PARTS,
    /** A multipart that was not closed. */
    NOT_CLOSED,
    /** A Content-Transfer-Encoding that is not known, or one that a multipart or message must not have. */
    BAD_ENCODING,
    /** Nested deeper than 100; the rest is one opaque part. */
    TOO_DEEP,
    /** More than 10 000 parts; the rest is one opaque part. */
    TOO_MANY_PARTS,
    /** Header fields of more than 100 000 octets each or 1 MiB together; what is beyond is left out. */
    TOO_MUCH_HEADER,
    /** A line that ends in LF alone. */
    BARE_LF,
    /** A NUL octet in a header. */
    NUL
}
