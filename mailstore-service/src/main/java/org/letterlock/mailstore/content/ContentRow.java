package org.letterlock.mailstore.content;

import java.util.List;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.mail.SealedContent;

/**
 * A content to be stored, sealed.
 *
 * @param content without key envelopes: those are for the way here only
 * @param sealedMetadata {@link MessageMetadata} under the object key
 */
public record ContentRow(SealedContent content, Octets sealedMetadata) {
    /** Takes a content off its record. */
    public static ContentRow of(SealedContent content, byte[] sealedMetadata) {
        return new ContentRow(
                new SealedContent(
                        content.id(),
                        content.prefix(),
                        content.prefixSize(),
                        content.size(),
                        content.place(),
                        List.of()),
                Octets.wrap(sealedMetadata));
    }
}
