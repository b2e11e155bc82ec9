package org.letterlock.service.sealing;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.sealing.KeyringException.Reason;

/**
 * A key pair for HPKE (RFC 9180), base mode, with the suite DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM (ENC-10).
 * The private half is there only in the service that owns it. Immutable.
 */
final class HpkeKeys {
    private final AsymmetricKeyParameter publicKey;
    private final @Nullable AsymmetricCipherKeyPair pair;

    private HpkeKeys(AsymmetricKeyParameter publicKey, @Nullable AsymmetricCipherKeyPair pair) {
        this.publicKey = publicKey;
        this.pair = pair;
    }

    static HpkeKeys generate() {
        AsymmetricCipherKeyPair pair = suite().generatePrivateKey();
        return new HpkeKeys(pair.getPublic(), pair);
    }

    static HpkeKeys publicOnly(byte[] publicKey) {
        return new HpkeKeys(suite().deserializePublicKey(publicKey), null);
    }

    static HpkeKeys of(byte[] publicKey, byte[] privateKey) {
        AsymmetricCipherKeyPair pair = suite().deserializePrivateKey(privateKey, publicKey);
        return new HpkeKeys(pair.getPublic(), pair);
    }

    byte[] publicKey() {
        return suite().serializePublicKey(publicKey);
    }

    byte[] privateKey() {
        return suite().serializePrivateKey(requirePair().getPrivate());
    }

    HPKEContextWithEncapsulation sender(byte[] info) {
        return suite().setupBaseS(publicKey, info);
    }

    HPKEContext receiver(byte[] encapsulation, byte[] info) {
        AsymmetricCipherKeyPair own = requirePair();
        try {
            return suite().setupBaseR(encapsulation, own, info);
        } catch (RuntimeException e) { // Bouncy Castle throws several kinds for a point that is none
            throw new SealedObjectCorruptException("sealed-object-corrupt: not an encapsulation", e);
        }
    }

    private AsymmetricCipherKeyPair requirePair() {
        AsymmetricCipherKeyPair own = pair;
        if (own == null) {
            throw new KeyringException(Reason.KEY_NOT_DECLARED, "the service does not own this key pair", null);
        }
        return own;
    }

    // An instance keeps state while it works, so that each use has its own.
    private static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }
}
