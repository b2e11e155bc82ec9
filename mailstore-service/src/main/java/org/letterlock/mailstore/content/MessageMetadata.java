package org.letterlock.mailstore.content;

import java.util.List;
import org.letterlock.mailsyntax.mime.MimeStructure;

/**
 * What is parsed of a message once, when it arrives (IMAP-8). Offsets count from the start of the content's prefix.
 *
 * @param fieldNames of the message's header in lower case, in their order, each as often as it stands there
 */
public record MessageMetadata(MimeStructure structure, List<String> fieldNames) {
    public MessageMetadata {
        fieldNames = List.copyOf(fieldNames);
    }
}
