package org.letterlock.netty;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.letterlock.netty.tls.TlsIdentity;

/** Self-signed identities for tests. */
public final class TestIdentity {
    private TestIdentity() {}

    /** EC P-256, valid from yesterday until tomorrow. */
    public static TlsIdentity of(String... hostNames) throws Exception {
        return of(Duration.ofDays(-1), Duration.ofDays(1), hostNames);
    }

    /** EC P-256. */
    public static TlsIdentity of(Duration from, Duration until, String... hostNames) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return selfSigned(generator.generateKeyPair(), "SHA256withECDSA", from, until, hostNames);
    }

    /** RSA-2048. */
    public static TlsIdentity rsa(String... hostNames) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return selfSigned(
                generator.generateKeyPair(), "SHA256withRSA", Duration.ofDays(-1), Duration.ofDays(1), hostNames);
    }

    private static TlsIdentity selfSigned(
            KeyPair keys, String algorithm, Duration from, Duration until, String... hostNames) throws Exception {
        X500Name name = new X500Name("CN=" + hostNames[0]);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var certificate = new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(64, new SecureRandom()),
                        Date.from(now.plus(from)),
                        Date.from(now.plus(until)),
                        name,
                        keys.getPublic())
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(Arrays.stream(hostNames)
                                .map(host -> new GeneralName(GeneralName.dNSName, host))
                                .toArray(GeneralName[]::new)))
                .build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate()));
        return new TlsIdentity(
                List.of(new JcaX509CertificateConverter().getCertificate(certificate)), keys.getPrivate());
    }
}
