package org.letterlock.service.sealing;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.authentication.SealedResponse;

/**
 * What a client said while it logs in, sealed to auth-service's public key (ENC-11): it may hold a password. One HPKE
 * encapsulation each (RFC 9180 section 6.1), about 0.3 ms. Safe for use by any thread.
 */
public final class SecretEnvelopes {
    private static final String PURPOSE = "letterlock secret envelope 1";

    private final Keyring keyring;

    public SecretEnvelopes(Keyring keyring) {
        this.keyring = keyring;
    }

    /** Seals; only auth-service can open it. */
    public SealedResponse seal(byte[] secret) {
        int version = keyring.currentVersion(KeyPairName.AUTH);
        HPKEContextWithEncapsulation context =
                keyring.require(KeyPairName.AUTH, version).sender(info());
        try {
            byte[] ciphertext = context.seal(new byte[0], secret);
            return new SealedResponse(version, Octets.wrap(context.getEncapsulation()), Octets.wrap(ciphertext));
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("sealing cannot fail", e);
        }
    }

    /**
     * Opens; for auth-service.
     *
     * @throws SealedObjectCorruptException when it was not sealed for this installation
     */
    public byte[] open(SealedResponse sealed) {
        var context = keyring.require(KeyPairName.AUTH, sealed.keyVersion())
                .receiver(sealed.encapsulation().view(), info());
        try {
            return context.open(new byte[0], sealed.ciphertext().view());
        } catch (InvalidCipherTextException e) {
            throw new SealedObjectCorruptException("sealed-object-corrupt: secret envelope", e);
        }
    }

    private byte[] info() {
        return Aead.associated(keyring.installation(), PURPOSE);
    }
}
