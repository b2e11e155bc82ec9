package org.letterlock.egress.delivery;

import java.io.InputStream;

/** Opens the content of the message that is being delivered; each call starts at its first octet. */
interface ContentSource {
    /** The whole message. The caller closes the stream. */
    InputStream open();
}
