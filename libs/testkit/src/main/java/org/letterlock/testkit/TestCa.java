package org.letterlock.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for one test run, so that no test needs to switch a check off. */
public final class TestCa {
    private final KeyPair keys;
    private final X509Certificate certificate;

    private TestCa(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    /** A new authority with an ECDSA key. */
    public static TestCa create() {
        var keys = newKeys();
        var subject = new X500Principal("CN=Letterlock test CA");
        return new TestCa(keys, sign(subject, keys, subject, keys, Validity.CURRENT, List.of()));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Its certificate as PEM (RFC 7468). */
    public String pem() {
        return new TestCertificate(keys.getPrivate(), List.of(certificate)).chainPem();
    }

    /** A certificate for these host names or IP addresses, valid now. */
    public TestCertificate issue(String... hosts) {
        return issue(Validity.CURRENT, hosts);
    }

    /** A certificate that expired yesterday. */
    public TestCertificate issueExpired(String... hosts) {
        return issue(Validity.EXPIRED, hosts);
    }

    private TestCertificate issue(Validity validity, String... hosts) {
        var hostKeys = newKeys();
        var leaf = sign(
                new X500Principal("CN=" + hosts[0]),
                hostKeys,
                certificate.getSubjectX500Principal(),
                keys,
                validity,
                List.of(hosts));
        return new TestCertificate(hostKeys.getPrivate(), List.of(leaf, certificate));
    }

    /** A TLS context of a client that trusts this authority and no other. */
    public SSLContext clientContext() {
        try {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("test-ca", certificate);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private enum Validity {
        CURRENT(Duration.ofDays(-1), Duration.ofDays(30)),
        EXPIRED(Duration.ofDays(-30), Duration.ofDays(-1));

        private final Duration from;
        private final Duration until;

        Validity(Duration from, Duration until) {
            this.from = from;
            this.until = until;
        }
    }

    private static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate sign(
            X500Principal subject,
            KeyPair subjectKeys,
            X500Principal issuer,
            KeyPair issuerKeys,
            Validity validity,
            List<String> hosts) {
        try {
            var now = Instant.now();
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(120, new SecureRandom()),
                    Date.from(now.plus(validity.from)),
                    Date.from(now.plus(validity.until)),
                    subject,
                    subjectKeys.getPublic());
            boolean authority = hosts.isEmpty();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
            if (!authority) {
                builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(hosts));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (CertificateException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralNames alternativeNames(List<String> hosts) {
        return new GeneralNames(hosts.stream()
                .map(host -> new GeneralName(
                        host.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }
}
