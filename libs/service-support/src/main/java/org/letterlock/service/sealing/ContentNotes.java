package org.letterlock.service.sealing;

import org.letterlock.contracts.mail.ObjectId;

/**
 * Seals what was found out about a content, such as its structure, under the content's own key: whoever may read the content
 * may read this, and it is stored once however many mailboxes hold the content. Safe for use by any thread.
 */
public final class ContentNotes {
    private static final String FORMAT = "letterlock content note 1";

    private final Keyring keyring;

    public ContentNotes(Keyring keyring) {
        this.keyring = keyring;
    }

    /** Seals a note about a content. */
    public byte[] seal(ObjectId content, ObjectKey key, byte[] note) {
        return Aead.seal(
                Aead.derive(key.octets(), FORMAT, "AES"),
                new KeyHeader(KeyHeader.OBJECT_KEY, 1).toBytes(),
                note,
                associated(content));
    }

    /** Opens what {@link #seal} made for this content; throws {@link SealedObjectCorruptException} for anything else. */
    public byte[] open(ObjectId content, ObjectKey key, byte[] sealed) {
        if (KeyHeader.read(sealed).keyKind() != KeyHeader.OBJECT_KEY) {
            throw new SealedObjectCorruptException("sealed-object-corrupt: not sealed under an object key", null);
        }
        return Aead.open(Aead.derive(key.octets(), FORMAT, "AES"), KeyHeader.LENGTH, sealed, associated(content));
    }

    private byte[] associated(ObjectId content) {
        return Aead.associated(keyring.installation(), FORMAT, content.toString());
    }
}
