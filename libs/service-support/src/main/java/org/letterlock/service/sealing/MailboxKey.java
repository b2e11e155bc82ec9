package org.letterlock.service.sealing;

import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The key of one mailbox: everything of the mailbox is sealed or wrapped with it, so that destroying it destroys the mailbox
 * (ENC-12). Its owner stores {@link #toBytes} sealed under {@link ClassKey#MAIL}. Immutable; safe for use by any thread;
 * never printed.
 */
public final class MailboxKey {
    private final UUID installation;
    private final int version;
    private final byte[] key;
    private final SecretKey sealing;
    private final SecretKey wrapping;
    private final SecretKey lookup;

    private MailboxKey(UUID installation, int version, byte[] key) {
        this.installation = installation;
        this.version = version;
        this.key = key;
        sealing = Aead.derive(key, "letterlock mailbox sealing", "AES");
        wrapping = Aead.derive(key, "letterlock mailbox wrapping", "AES");
        lookup = Aead.derive(key, "letterlock mailbox lookup", "HmacSHA256");
    }

    /** A new key. */
    public static MailboxKey random(Keyring keyring, int version) {
        return new MailboxKey(keyring.installation(), version, Aead.randomKey());
    }

    /** A key that was stored. */
    public static MailboxKey of(Keyring keyring, int version, byte[] key) {
        if (key.length != Aead.KEY_LENGTH) {
            throw new IllegalArgumentException("a mailbox key has 256 bits");
        }
        return new MailboxKey(keyring.installation(), version, key.clone());
    }

    /** Which of the mailbox's keys this is; part of what is sealed under it. */
    public int version() {
        return version;
    }

    /** The bits themselves, to be sealed and stored. */
    public byte[] toBytes() {
        return key.clone();
    }

    /** Seals a value of the mailbox; the associated strings say which one. */
    public byte[] seal(byte[] plain, String... associated) {
        return Aead.seal(sealing, header().toBytes(), plain, Aead.associated(installation, associated));
    }

    /** Opens what {@link #seal} made for the same place; throws {@link SealedObjectCorruptException} for anything else. */
    public byte[] open(byte[] sealed, String... associated) {
        requireOwn(sealed);
        return Aead.open(sealing, KeyHeader.LENGTH, sealed, Aead.associated(installation, associated));
    }

    /** Wraps the key of a content that is in the mailbox; the associated strings say which content. */
    public byte[] wrap(ObjectKey object, String... associated) {
        return Aead.seal(wrapping, header().toBytes(), object.octets(), Aead.associated(installation, associated));
    }

    /** The key that {@link #wrap} wrapped; throws {@link SealedObjectCorruptException} for anything else. */
    public ObjectKey unwrap(byte[] wrapped, String... associated) {
        requireOwn(wrapped);
        return ObjectKey.of(Aead.open(wrapping, KeyHeader.LENGTH, wrapped, Aead.associated(installation, associated)));
    }

    /** A token by which an equal value of this mailbox is found; other mailboxes give other tokens (KEY-10). */
    public byte[] token(String... value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(lookup);
            return mac.doFinal(Aead.associated(installation, value));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no HMAC-SHA-256", e);
        }
    }

    /** Under which of a mailbox's keys a value was sealed. */
    public static int versionOf(byte[] sealed) {
        KeyHeader header = KeyHeader.read(sealed);
        if (header.keyKind() != KeyHeader.MAILBOX_KEY) {
            throw new SealedObjectCorruptException("sealed-object-corrupt: not sealed under a mailbox key", null);
        }
        return header.keyVersion();
    }

    private void requireOwn(byte[] sealed) {
        int used = versionOf(sealed);
        if (used != version) {
            throw new SealedObjectCorruptException(
                    "sealed-object-corrupt: sealed under version " + used + " of the mailbox key", null);
        }
    }

    private KeyHeader header() {
        return new KeyHeader(KeyHeader.MAILBOX_KEY, version);
    }

    @Override
    public String toString() {
        return "MailboxKey";
    }
}
