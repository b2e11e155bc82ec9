package org.letterlock.contracts.mail;

import java.util.List;
import org.letterlock.contracts.Octets;

/**
 * The octets of a message, sealed under an object key of their own. The message is the prefix followed by the content.
 *
 * @param id authenticated with every segment
 * @param prefix sealed trace and signature fields, known only after the content had passed; small
 * @param prefixSize octets of the prefix in clear
 * @param size octets of the content in clear, without the prefix
 * @param place where the ciphertext of the content is
 * @param keys one envelope for each service that may read it
 */
public record SealedContent(
        ObjectId id, Octets prefix, int prefixSize, long size, Place place, List<KeyEnvelope> keys) {
    /** Contents up to this size travel in the record, in octets of ciphertext. */
    public static final int MAX_INLINE = 256 * 1024;

    public SealedContent {
        keys = List.copyOf(keys);
    }

    /** Octets of the whole message in clear. */
    public long messageSize() {
        return prefixSize + size;
    }

    /** Where the ciphertext is. */
    public sealed interface Place {
        /** In this very record. */
        record Inline(Octets ciphertext) implements Place {}

        /** In the content store, under the object's id. */
        record Stored(long ciphertextSize) implements Place {}
    }
}
