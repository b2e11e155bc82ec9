package org.letterlock.mailsyntax.conversion;

import java.nio.ByteBuffer;
import org.letterlock.mailsyntax.header.HeaderSection;

/** Takes what a {@link MessageConverter} makes of a message. */
public interface ConvertedMessage {
    /** The header section of the message; called once, before any octet of the body. */
    void header(HeaderSection section);

    /** The next octets of the body; they are not there any more after the call. */
    void body(ByteBuffer octets);
}
