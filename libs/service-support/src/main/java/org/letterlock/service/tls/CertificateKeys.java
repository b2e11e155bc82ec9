package org.letterlock.service.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.UUID;
import org.letterlock.contracts.Octets;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.SealedObjectCorruptException;
import org.letterlock.service.sealing.Sealer;

/** Private keys of certificates, sealed for as long as nobody shakes hands with them (CERT-2). */
public final class CertificateKeys {
    private static final String PURPOSE = "certificate";

    private CertificateKeys() {}

    /** Seals the key of that certificate. */
    public static Octets seal(Sealer sealer, UUID certificate, PrivateKey key) {
        byte[] encoded = key.getEncoded();
        try {
            return Octets.wrap(sealer.seal(ClassKey.TLS, encoded, PURPOSE, certificate.toString()));
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /**
     * Opens the key of that certificate.
     *
     * @throws SealedObjectCorruptException when it is none, or that of another certificate
     */
    public static PrivateKey open(Sealer sealer, UUID certificate, Octets sealed) {
        byte[] encoded = sealer.open(ClassKey.TLS, sealed.view(), PURPOSE, certificate.toString());
        try {
            return parse(encoded);
        } catch (GeneralSecurityException e) {
            throw new SealedObjectCorruptException("sealed-object-corrupt: no private key in it", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static PrivateKey parse(byte[] encoded) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(encoded);
        try {
            return KeyFactory.getInstance("EC").generatePrivate(spec);
        } catch (InvalidKeySpecException notEc) {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        }
    }
}
