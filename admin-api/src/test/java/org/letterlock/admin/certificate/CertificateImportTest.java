package org.letterlock.admin.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.service.web.Fault;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.testkit.TestCa;
import org.letterlock.testkit.TestCertificate;

@Tag("CERT-1")
class CertificateImportTest {
    private static final String SECRET = "correct horse";
    private static final TestCa CA = TestCa.create();

    private final TestCertificate issued = CA.issue("mail.example", "*.mail.example");

    @Test
    void pemWithItsChainAndAKeyOfItsOwnIsTakenIn() {
        KeyedChain taken = pem(issued.chainPem(), issued.keyPem(), null);

        assertThat(taken.chain()).isEqualTo(issued.chain());
        assertThat(taken.key()).isEqualTo(issued.key());
        assertThat(CertificateText.names(taken.certificate())).containsExactly("mail.example", "*.mail.example");
    }

    @Test
    void theOrderInTheFileDoesNotMatterAndTheKeyMayStandAmongTheCertificates() throws Exception {
        String mixed = text(issued.chain().get(1)) + issued.keyPem() + "some comment\n"
                + text(issued.chain().get(0));

        assertThat(pem(mixed, null, null).chain()).isEqualTo(issued.chain());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pkcs8", "traditional", "encrypted-pkcs8", "encrypted-traditional"})
    void keysComeInTheFormsThatPeopleHave(String form) throws Exception {
        for (String kind : List.of("EC", "RSA")) {
            KeyPair keys = kind.equals("EC") ? ec("secp384r1") : rsa(2048);
            X509Certificate certificate = selfSigned(keys, "SHA256with" + (kind.equals("EC") ? "ECDSA" : "RSA"));

            KeyedChain taken = pem(text(certificate), key(keys, form), form.startsWith("enc") ? SECRET : null);

            assertThat(taken.key()).as(kind).isEqualTo(keys.getPrivate());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypted-pkcs8", "encrypted-traditional"})
    void aWrongPassphraseIsToldAsThat(String form) throws Exception {
        KeyPair keys = ec("secp256r1");
        String certificate = text(selfSigned(keys, "SHA256withECDSA"));

        assertFault(() -> pem(certificate, key(keys, form), "wrong"), "/passphrase", "wrong-passphrase");
        assertFault(() -> pem(certificate, key(keys, form), null), "/passphrase", "required");
    }

    @Test
    void pkcs12IsTakenInWithItsPassphraseOnly() throws Exception {
        String file = pkcs12(issued);

        KeyedChain taken = new CertificateImport(null, null, file, SECRET, null).checked();

        assertThat(taken.chain()).isEqualTo(issued.chain());
        assertThat(taken.key()).isEqualTo(issued.key());
        assertFault(
                () -> new CertificateImport(null, null, file, "wrong", null).checked(),
                "/passphrase",
                "wrong-passphrase");
        assertFault(() -> new CertificateImport(null, null, "AAAA", SECRET, null).checked(), "/pkcs12", "syntax");
        assertFault(() -> new CertificateImport(null, null, "*", SECRET, null).checked(), "/pkcs12", "syntax");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.2.840.113549.1.12.1.3", "1.2.840.113549.1.5.10"}) // of PKCS #12, and of PKCS #5 before PBES2
    void noKeyIsOpenedThatWouldTakeHours(String algorithm) throws Exception {
        StringWriter text = new StringWriter();
        try (PemWriter pem = new PemWriter(text)) {
            pem.writeObject(new PemObject(
                    "ENCRYPTED PRIVATE KEY",
                    new EncryptedPrivateKeyInfo(
                                    new AlgorithmIdentifier(
                                            new ASN1ObjectIdentifier(algorithm),
                                            new PKCS12PBEParams(new byte[8], Integer.MAX_VALUE)),
                                    new byte[64])
                            .getEncoded()));
        }

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertFault(
                        () -> pem(issued.chainPem(), text.toString(), SECRET), "/privateKey", "key-derivation"));
    }

    @Test
    void ofSeveralKeysNoMoreThanOneIsOpened() throws Exception {
        KeyPair keys = ec("secp256r1");
        String certificate = text(selfSigned(keys, "SHA256withECDSA"));
        String one = key(keys, "encrypted-pkcs8");

        assertFault(() -> pem(certificate, one + one, "wrong"), "/privateKey", "one-key");
    }

    @Test
    void aPkcs12FileHasFewParts() throws Exception {
        PKCS12PfxPduBuilder builder = new PKCS12PfxPduBuilder();
        for (int i = 0; i < 11; i++) {
            builder.addData(new PKCS12SafeBagBuilder(
                            new JcaX509CertificateHolder(issued.chain().getFirst()))
                    .build());
        }
        String file =
                Base64.getEncoder().encodeToString(builder.build(null, null).getEncoded());

        assertFault(() -> new CertificateImport(null, null, file, SECRET, null).checked(), "/pkcs12", "too-many");
    }

    @Test
    void theKeyOfAnotherCertificateIsAMismatch() {
        assertProblem(
                () -> pem(issued.chainPem(), CA.issue("mail.example").keyPem(), null),
                ProblemType.CERTIFICATE_MISMATCH);
        assertProblem(() -> pem(issued.chainPem(), key(rsa(2048), "pkcs8"), null), ProblemType.CERTIFICATE_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA-1024, SHA256withRSA, false",
        "RSA-2047, SHA256withRSA, false",
        "RSA-2048, SHA256withRSA, true",
        "RSA-4096, SHA256withRSA, true",
        "secp256r1, SHA256withECDSA, true",
        "secp384r1, SHA384withECDSA, true",
        "secp521r1, SHA512withECDSA, false"
    })
    void weakAndUnusualKeysAreRefused(String kind, String algorithm, boolean strong) throws Exception {
        KeyPair keys = kind.startsWith("RSA") ? rsa(Integer.parseInt(kind.substring(4))) : ec(kind);
        String certificate = text(selfSigned(keys, algorithm));
        String key = key(keys, "pkcs8");

        if (strong) {
            assertThat(pem(certificate, key, null).chain()).hasSize(1);
        } else {
            assertProblem(() -> pem(certificate, key, null), ProblemType.WEAK_KEY);
        }
    }

    @Test
    void aSignatureMadeWithSha1IsWeak() throws Exception {
        KeyPair authority = ec("secp256r1");
        KeyPair keys = ec("secp256r1");
        X509Certificate certificate =
                certificate("CN=authority", authority, "CN=mail.example", keys, "SHA1withECDSA", true, "mail.example");

        assertProblem(() -> pem(text(certificate), key(keys, "pkcs8"), null), ProblemType.WEAK_KEY);
    }

    @Test
    void everyCertificateMustBelongToTheChain() throws Exception {
        assertFault(
                () -> pem(issued.chainPem() + text(TestCa.create().certificate()), issued.keyPem(), null),
                "/certificate",
                "not-in-chain");
        // of the same name, with another key: its signature is not good
        KeyPair impostor = ec("secp256r1");
        X509Certificate impostors = certificate(
                "CN=Letterlock test CA",
                impostor,
                "CN=Letterlock test CA",
                impostor,
                "SHA256withECDSA",
                true,
                "x.example");
        assertFault(
                () -> pem(text(issued.chain().getFirst()) + text(impostors), issued.keyPem(), null),
                "/certificate",
                "not-in-chain");
    }

    @Test
    void aCertificateMustNameHostsAndBeForServers() throws Exception {
        KeyPair keys = ec("secp256r1");
        X509Certificate nameless =
                certificate("CN=mail.example", keys, "CN=mail.example", keys, "SHA256withECDSA", true);
        X509Certificate forClients = certificate("CN=a", keys, "CN=a", keys, "SHA256withECDSA", false, "mail.example");

        assertFault(() -> pem(text(nameless), key(keys, "pkcs8"), null), "/certificate", "no-names");
        assertFault(() -> pem(text(forClients), key(keys, "pkcs8"), null), "/certificate", "not-for-servers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----\n"
            })
    void whatIsNoCertificateIsRefusedWithAPointer(String text) {
        assertThatThrownBy(() -> pem(text, issued.keyPem(), SECRET))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.VALIDATION);
                    assertThat(problem.faults()).isNotEmpty();
                });
    }

    @Test
    void oneOfTheTwoFormsIsNeededAndExactlyOneKey() {
        assertFault(() -> new CertificateImport(null, null, null, null, null).checked(), "", "one-of");
        assertFault(
                () -> new CertificateImport(issued.chainPem(), null, pkcs12(issued), SECRET, null).checked(),
                "",
                "one-of");
        assertFault(() -> pem(issued.chainPem(), null, null), "/certificate", "one-key");
        assertFault(() -> pem(issued.chainPem() + issued.keyPem(), issued.keyPem(), null), "/privateKey", "one-key");
    }

    @Test
    @Tag("CERT-3")
    void theStateFollowsFromTheTime() {
        X509Certificate certificate = issued.chain().getFirst();
        Instant end = certificate.getNotAfter().toInstant();
        Instant begin = certificate.getNotBefore().toInstant();

        assertThat(CertificateState.of(certificate, true, end)).isEqualTo(CertificateState.EXPIRED);
        assertThat(CertificateState.of(certificate, true, begin.minusSeconds(1)))
                .isEqualTo(CertificateState.NOT_YET_VALID);
        assertThat(CertificateState.of(certificate, true, end.minus(Duration.ofDays(30))))
                .isEqualTo(CertificateState.EXPIRES_SOON);
        assertThat(CertificateState.of(
                        certificate, true, end.minus(Duration.ofDays(30)).minusSeconds(1)))
                .isEqualTo(CertificateState.VALID);
        assertThat(CertificateState.of(certificate, false, end.minusSeconds(1)))
                .isEqualTo(CertificateState.SELF_SIGNED);
    }

    private interface Work {
        Object run() throws Exception;
    }

    private static void assertFault(Work work, String pointer, String code) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.faults())
                                .extracting(Fault::pointer, Fault::code)
                                .contains(tuple(pointer, code)));
    }

    private static void assertProblem(Work work, ProblemType type) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(type));
    }

    private static KeyedChain pem(String certificate, String key, String passphrase) {
        return new CertificateImport(certificate, key, null, passphrase, null).checked();
    }

    private static String text(X509Certificate certificate) {
        return CertificateText.pem(List.of(certificate));
    }

    private static String key(KeyPair keys, String form) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            switch (form) {
                case "pkcs8" -> pem.writeObject(new JcaPKCS8Generator(keys.getPrivate(), null));
                case "traditional" -> pem.writeObject(keys);
                case "encrypted-pkcs8" ->
                    pem.writeObject(new JcaPKCS8Generator(
                            keys.getPrivate(),
                            new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                                    .setProvider(new BouncyCastleProvider())
                                    .setPassword(SECRET.toCharArray())
                                    .build()));
                default ->
                    pem.writeObject(new JcaMiscPEMGenerator(
                            keys,
                            new JcePEMEncryptorBuilder("AES-256-CBC")
                                    .setProvider(new BouncyCastleProvider())
                                    .build(SECRET.toCharArray())));
            }
        }
        return text.toString();
    }

    private static String pkcs12(TestCertificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "mail",
                certificate.key(),
                SECRET.toCharArray(),
                certificate.chain().toArray(Certificate[]::new));
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        store.store(octets, SECRET.toCharArray());
        return Base64.getEncoder().encodeToString(octets.toByteArray());
    }

    private static KeyPair ec(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static KeyPair rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static X509Certificate selfSigned(KeyPair keys, String algorithm) throws Exception {
        return certificate("CN=mail.example", keys, "CN=mail.example", keys, algorithm, true, "mail.example");
    }

    private static X509Certificate certificate(
            String issuer,
            KeyPair issuerKeys,
            String subject,
            KeyPair keys,
            String algorithm,
            boolean forServers,
            String... names)
            throws Exception {
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                new BigInteger(64, new SecureRandom()),
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(3600)),
                new X500Name(subject),
                keys.getPublic());
        if (names.length > 0) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, names[0])));
        }
        if (!forServers) {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(issuerKeys.getPrivate())));
    }
}
