package org.letterlock.admin.certificate;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/** What a certificate must be to be taken in (CERT-1). Pure. */
final class CertificateChecks {
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192; // more is slow to shake hands with, and BoringSSL takes no more
    private static final int MAX_CHAIN = 10;
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1"; // RFC 5280 section 4.2.1.12
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private CertificateChecks() {}

    /**
     * Puts the certificates in order and checks what must hold.
     *
     * @throws ProblemException {@code certificate-mismatch}, {@code weak-key} or {@code validation}
     */
    static KeyedChain checked(CertificateReading.Found found, String pointer) {
        X509Certificate certificate = found.certificates().stream()
                .filter(each -> belongTogether(each.getPublicKey(), found.key()))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.CERTIFICATE_MISMATCH,
                        "The private key is not the key of any of the certificates."));
        requireStrength(certificate);
        List<X509Certificate> chain = chain(certificate, found.certificates());
        Faults faults = new Faults();
        faults.require(
                chain.size() == found.certificates().stream().distinct().count(),
                pointer,
                "not-in-chain",
                "Every certificate must be the issuer of the one before it, and its signature must be good.");
        faults.require(chain.size() <= MAX_CHAIN, pointer, "too-long", "A chain has at most " + MAX_CHAIN + " links.");
        faults.require(
                !CertificateText.names(certificate).isEmpty(),
                pointer,
                "no-names",
                "A certificate names its hosts as subject alternative names.");
        faults.require(
                isForServers(certificate), pointer, "not-for-servers", "Its extended key usage does not name servers.");
        faults.throwIfAny();
        chain.subList(0, chain.size() - (isSelfSigned(chain.getLast()) ? 1 : 0))
                .forEach(CertificateChecks::requireStrength);
        return new KeyedChain(chain, found.key());
    }

    /** Whether only its own key vouches for it. */
    static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static List<X509Certificate> chain(X509Certificate certificate, List<X509Certificate> others) {
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        while (!isSelfSigned(chain.getLast())) {
            X509Certificate last = chain.getLast();
            Optional<X509Certificate> issuer = others.stream()
                    .filter(other -> !chain.contains(other) && hasIssued(other, last))
                    .findFirst();
            if (issuer.isEmpty()) {
                break; // its issuer is an authority that clients know without being told
            }
            chain.add(issuer.get());
        }
        return chain;
    }

    private static boolean hasIssued(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    // RSA from 2048 bits on, or EC on P-256 or P-384.
    private static void requireStrength(X509Certificate certificate) {
        boolean strong = switch (certificate.getPublicKey()) {
            case RSAPublicKey rsa ->
                rsa.getModulus().bitLength() >= MIN_RSA_BITS && rsa.getModulus().bitLength() <= MAX_RSA_BITS;
            case ECPublicKey ec -> isNistCurve(ec);
            default -> false;
        };
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        boolean soundlySigned =
                !algorithm.contains("MD5") && !algorithm.contains("MD2") && !algorithm.startsWith("SHA1");
        if (!strong || (!soundlySigned && !isSelfSigned(certificate))) {
            throw new ProblemException(
                            ProblemType.WEAK_KEY,
                            "Keys must be RSA of 2048 to 8192 bits or EC on P-256 or P-384, signatures not made with SHA-1.")
                    .with("key", CertificateText.keyType(certificate.getPublicKey()))
                    .with("signature", certificate.getSigAlgName());
        }
    }

    private static boolean isNistCurve(ECPublicKey key) {
        String curve = key.getParams().toString(); // the JDK prints the name and the object identifier
        return curve.contains("1.2.840.10045.3.1.7") || curve.contains("1.3.132.0.34");
    }

    private static boolean isForServers(X509Certificate certificate) {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            return usages == null || usages.contains(SERVER_AUTHENTICATION) || usages.contains(ANY_PURPOSE);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static boolean belongTogether(PublicKey certified, PrivateKey key) {
        if (!certified.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        byte[] probe = {1};
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // a key for something else, or of another curve
        }
    }
}
