package org.letterlock.service.sealing;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Seals values under the class keys of the installation. Safe for use by any thread.
 *
 * <p>The associated strings say where a value belongs, such as table, column and row id. They are authenticated and not
 * stored: a value that was moved to another place does not open there.
 */
public final class Sealer {
    private final Keyring keyring;

    public Sealer(Keyring keyring) {
        this.keyring = keyring;
    }

    /** Seals under the current version of the key. */
    public byte[] seal(ClassKey key, byte[] plain, String... associated) {
        int version = keyring.currentVersion(key);
        byte[] header = new KeyHeader(key.code(), version).toBytes();
        return Aead.seal(
                keyring.require(key, version).sealing(),
                header,
                plain,
                Aead.associated(keyring.installation(), associated));
    }

    /**
     * Opens what was sealed under any version of the key, for the same place.
     *
     * @throws SealedObjectCorruptException when it is anything else
     */
    public byte[] open(ClassKey key, byte[] sealed, String... associated) {
        KeyHeader header = KeyHeader.read(sealed);
        if (header.keyKind() != key.code()) {
            throw new SealedObjectCorruptException("sealed-object-corrupt: sealed under another key", null);
        }
        return Aead.open(
                keyring.require(key, header.keyVersion()).sealing(),
                KeyHeader.LENGTH,
                sealed,
                Aead.associated(keyring.installation(), associated));
    }

    /**
     * A token by which an equal value is found without storing it readable: HMAC-SHA-256 (KEY-10). Equal for equal values as
     * long as the installation lives; normalise the value first.
     */
    public byte[] token(ClassKey key, String... value) {
        SecretKey secret = keyring.require(key, keyring.firstVersion(key)).lookup();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac.doFinal(Aead.associated(keyring.installation(), value));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no HMAC-SHA-256", e);
        }
    }
}
