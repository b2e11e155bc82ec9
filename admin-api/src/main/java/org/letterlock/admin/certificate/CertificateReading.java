package org.letterlock.admin.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.AuthenticatedSafe;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.EncryptionException;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.web.Faults;

/**
 * Reads what an administrator sends: PEM (RFC 7468) with keys in PKCS #8 or the traditional forms, or PKCS #12 (RFC 7292),
 * keys in clear or under a passphrase (CERT-1). Everything may be wrong with it; what is, stands in the faults.
 */
final class CertificateReading {
    private static final Provider PROVIDER = new BouncyCastleProvider(); // used by name of object, registered nowhere
    private static final BigInteger MAX_ITERATIONS = BigInteger.valueOf(10_000_000); // some seconds
    private static final int MAX_OBJECTS = 50;
    private static final int MAX_PARTS = 10;
    private static final int P384_OCTETS = 48;

    private final Faults faults;
    private final char[] passphrase;
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<PrivateKey> keys = new ArrayList<>();
    private int encryptedKeys;

    /** What was found: certificates in any order, and at most one key. */
    record Found(List<X509Certificate> certificates, PrivateKey key) {
        Found {
            certificates = List.copyOf(certificates);
        }
    }

    private CertificateReading(Faults faults, @Nullable String passphrase) {
        this.faults = faults;
        this.passphrase = passphrase == null ? new char[0] : passphrase.toCharArray();
    }

    /** Reads PEM; null, with faults, where it does not hold a certificate and one key. */
    static @Nullable Found pem(String certificate, @Nullable String key, @Nullable String passphrase, Faults faults) {
        CertificateReading reading = new CertificateReading(faults, passphrase);
        reading.readPem(certificate, "/certificate");
        if (key != null) {
            reading.readPem(key, "/privateKey");
        }
        return reading.found("/certificate", key == null ? "/certificate" : "/privateKey");
    }

    /** Reads PKCS #12 in base64; null, with faults, where it does not hold a certificate and one key. */
    static @Nullable Found pkcs12(String base64, @Nullable String passphrase, Faults faults) {
        CertificateReading reading = new CertificateReading(faults, passphrase);
        reading.readPkcs12(base64);
        return reading.found("/pkcs12", "/pkcs12");
    }

    private @Nullable Found found(String certificatePointer, String keyPointer) {
        if (faults.found().isEmpty()) {
            faults.require(
                    !certificates.isEmpty(), certificatePointer, "no-certificate", "There is no certificate in it.");
            faults.require(keys.size() == 1, keyPointer, "one-key", "There must be exactly one private key.");
        }
        return faults.found().isEmpty() ? new Found(certificates, keys.getFirst()) : null;
    }

    private void readPem(String text, String pointer) {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            int objects = 0;
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                if (++objects > MAX_OBJECTS) {
                    faults.add(pointer, "too-many", "At most " + MAX_OBJECTS + " objects.");
                    return;
                }
                take(object, pointer);
            }
        } catch (IOException | RuntimeException e) { // the parser throws what its parts throw; the text is a stranger's
            faults.add(pointer, "syntax", "This is not PEM that can be read.");
        }
    }

    private void take(Object object, String pointer) throws IOException {
        try {
            switch (object) {
                case X509CertificateHolder holder ->
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                case PrivateKeyInfo key -> keys.add(converted(key));
                case PEMKeyPair pair -> keys.add(converted(pair.getPrivateKeyInfo()));
                case PEMEncryptedKeyPair pair -> {
                    if (hasPassphrase(pointer) && isTheOnlyOne(pointer)) {
                        keys.add(converted(pair.decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                                        .setProvider(PROVIDER)
                                        .build(passphrase))
                                .getPrivateKeyInfo()));
                    }
                }
                case PKCS8EncryptedPrivateKeyInfo encrypted -> {
                    if (hasPassphrase(pointer)
                            && isTheOnlyOne(pointer)
                            && isAffordable(encrypted.getEncryptionAlgorithm(), pointer)) {
                        keys.add(converted(encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                                .setProvider(PROVIDER)
                                .build(passphrase))));
                    }
                }
                default -> {} // parameters of a curve, comments: not what is asked for
            }
        } catch (CertificateException e) {
            faults.add(pointer, "syntax", "There is a certificate in it that cannot be read.");
        } catch (OperatorCreationException | PKCSException | EncryptionException e) {
            faults.add("/passphrase", "wrong-passphrase", "The passphrase does not open the private key.");
        }
    }

    private static PrivateKey converted(PrivateKeyInfo key) throws IOException {
        return new JcaPEMKeyConverter().getPrivateKey(withCurve(key));
    }

    // ECPrivateKey ::= SEQUENCE { version INTEGER, privateKey OCTET STRING, parameters [0] OPTIONAL, ... }
    // RFC 5915 section 3: where the parameters are left out, the length of the key tells which of our two curves it is
    // on.
    private static PrivateKeyInfo withCurve(PrivateKeyInfo key) throws IOException {
        AlgorithmIdentifier algorithm = key.getPrivateKeyAlgorithm();
        if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey) || algorithm.getParameters() != null) {
            return key;
        }
        ASN1Sequence sequence = ASN1Sequence.getInstance(key.parsePrivateKey());
        int octets = ASN1OctetString.getInstance(sequence.getObjectAt(1)).getOctetsLength();
        return new PrivateKeyInfo(
                new AlgorithmIdentifier(
                        X9ObjectIdentifiers.id_ecPublicKey,
                        octets == P384_OCTETS ? SECObjectIdentifiers.secp384r1 : SECObjectIdentifiers.secp256r1),
                sequence);
    }

    private boolean hasPassphrase(String pointer) {
        if (passphrase.length == 0) {
            faults.add("/passphrase", "required", "The private key in " + pointer + " is under a passphrase.");
        }
        return passphrase.length > 0;
    }

    // Fifty keys that each take seconds to open would take minutes, for one that is wanted.
    private boolean isTheOnlyOne(String pointer) {
        encryptedKeys++;
        if (encryptedKeys > 1) {
            faults.add(pointer, "one-key", "There must be exactly one private key.");
        }
        return encryptedKeys == 1;
    }

    // A key that takes hours to open would take the service's time for nothing.
    private boolean isAffordable(AlgorithmIdentifier encryption, String pointer) {
        boolean affordable = iterations(encryption)
                .filter(count -> count.compareTo(MAX_ITERATIONS) <= 0)
                .isPresent();
        if (!affordable) {
            faults.add(pointer, "key-derivation", "Use PBKDF2 with at most " + MAX_ITERATIONS + " iterations.");
        }
        return affordable;
    }

    // Empty for a derivation that does not count its iterations. Those that are older than PBES2 all have the same
    // parameters, a salt and the count (RFC 8018 appendix A.3, RFC 7292 appendix C).
    private static Optional<BigInteger> iterations(AlgorithmIdentifier encryption) {
        if (!encryption.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            return Optional.of(
                    PKCS12PBEParams.getInstance(encryption.getParameters()).getIterations());
        }
        var derivation = PBES2Parameters.getInstance(encryption.getParameters()).getKeyDerivationFunc();
        return derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)
                ? Optional.of(
                        PBKDF2Params.getInstance(derivation.getParameters()).getIterationCount())
                : Optional.empty();
    }

    private void readPkcs12(String base64) {
        byte[] octets;
        try {
            octets = Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            faults.add("/pkcs12", "syntax", "This is not base64.");
            return;
        }
        try {
            if (parts(octets) > MAX_PARTS) {
                faults.add("/pkcs12", "too-many", "A file has at most " + MAX_PARTS + " parts.");
                return;
            }
            KeyStore store = KeyStore.getInstance("PKCS12"); // which bounds the iterations of each part
            store.load(new ByteArrayInputStream(octets), passphrase);
            if (keysIn(store) > 1) {
                faults.add("/pkcs12", "one-key", "There must be exactly one private key.");
                return;
            }
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, passphrase) instanceof PrivateKey key) {
                    keys.add(key);
                    takeChain(store.getCertificateChain(alias));
                } else {
                    takeChain(store.getCertificate(alias));
                }
            }
        } catch (IOException e) {
            boolean wrong = e.getCause() instanceof GeneralSecurityException;
            faults.add(
                    wrong ? "/passphrase" : "/pkcs12",
                    wrong ? "wrong-passphrase" : "syntax",
                    wrong ? "The passphrase does not open the file." : "This is not PKCS #12 that can be read.");
        } catch (GeneralSecurityException | RuntimeException e) { // as with PEM
            faults.add("/pkcs12", "syntax", "This is not PKCS #12 that can be read.");
        }
    }

    // AuthenticatedSafe ::= SEQUENCE OF ContentInfo    RFC 7292 section 4.1; each may be encrypted by itself
    private static int parts(byte[] octets) {
        Pfx file = Pfx.getInstance(octets);
        return AuthenticatedSafe.getInstance(
                        ASN1OctetString.getInstance(file.getAuthSafe().getContent())
                                .getOctets())
                .getContentInfo()
                .length;
    }

    private static int keysIn(KeyStore store) throws KeyStoreException {
        int count = 0;
        for (String alias : Collections.list(store.aliases())) {
            count += store.isKeyEntry(alias) ? 1 : 0;
        }
        return count;
    }

    private void takeChain(Certificate @Nullable ... chain) {
        if (chain != null) {
            for (Certificate each : chain) {
                if (each instanceof X509Certificate certificate && !certificates.contains(certificate)) {
                    certificates.add(certificate);
                }
            }
        }
    }
}
