package org.letterlock.mailstore.search;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.mime.MessageEnvelope;
import org.letterlock.mailsyntax.mime.MimePart;

/** A message that may match; the later methods cost more, and are called only when needed. */
interface Candidate {
    /** More than there is room to remember; the header itself knows. */
    int UNKNOWN = -1;

    long uid();

    boolean hasFlag(Flag flag);

    long modSeq();

    Instant internalDate();

    long size();

    MessageEnvelope envelope();

    /** How often a field of that name, in lower case, stands in the header; {@link #UNKNOWN} where that was not kept. */
    int occurrences(String fieldName);

    /** The fields of the message's own header. */
    List<HeaderField> header();

    MimePart root();

    /** Octets of the message. The caller closes the stream. */
    InputStream open(long offset, long length);
}
