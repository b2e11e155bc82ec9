package org.letterlock.standalone.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.letterlock.standalone.LauncherException;

/**
 * The certificate that the suite shows until it is given another: for the host name, EC P-256, 398 days (CERT-3), signed by
 * an authority of this installation, so that who trusts the authority need not care when it is renewed.
 */
public final class TlsFiles {
    private static final Duration LIFETIME = Duration.ofDays(398);
    private static final Duration RENEWED_BEFORE_END = Duration.ofDays(30);
    private static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PUBLIC = PosixFilePermissions.fromString("rw-r--r--");

    private final Path directory;

    private TlsFiles(Path directory) {
        this.directory = directory;
    }

    /** Makes what is missing, too old or made for another name. */
    public static TlsFiles prepare(Path directory, HostName hostName, Instant now) {
        var files = new TlsFiles(directory);
        try {
            Files.createDirectories(directory);
            if (Files.notExists(files.authorityKey()) || Files.notExists(files.authority())) {
                files.makeAuthority(now);
            }
            if (!files.isGood(hostName, now)) {
                files.makeCertificate(hostName, now);
            }
            return files;
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new LauncherException(
                    "certificates in " + directory + " cannot be made or read: " + e.getMessage(), e);
        }
    }

    /** The certificate of the authority, for clients to trust. */
    public Path authority() {
        return directory.resolve("ca.pem");
    }

    /** The certificate with its chain. */
    public Path certificate() {
        return directory.resolve("certificate.pem");
    }

    /** The private key of the certificate, in PKCS #8. */
    public Path key() {
        return directory.resolve("key.pem");
    }

    private Path authorityKey() {
        return directory.resolve("ca-key.pem");
    }

    private boolean isGood(HostName hostName, Instant now) throws IOException, GeneralSecurityException {
        if (Files.notExists(certificate()) || Files.notExists(key())) {
            return false;
        }
        var leaf = readCertificate(certificate());
        Collection<List<?>> names = leaf.getSubjectAlternativeNames();
        return leaf.getNotAfter().toInstant().isAfter(now.plus(RENEWED_BEFORE_END))
                && names != null
                && names.stream().anyMatch(name -> name.get(1).equals(hostName.text()));
    }

    private void makeAuthority(Instant now) throws IOException, GeneralSecurityException, OperatorCreationException {
        var keys = newKeys();
        var name = new X500Principal(
                "CN=Letterlock installation " + SerialNumber.next().toString(36) + ", O=Letterlock");
        var builder = new JcaX509v3CertificateBuilder(
                name,
                SerialNumber.next(),
                date(now.minus(CLOCK_SKEW)),
                date(now.plus(AUTHORITY_LIFETIME)),
                name,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        DataDirectory.writeNew(
                authorityKey(), pem("PRIVATE KEY", keys.getPrivate().getEncoded()), PRIVATE);
        DataDirectory.writeNew(
                authority(), pem("CERTIFICATE", sign(builder, keys.getPrivate()).getEncoded()), PUBLIC);
    }

    private void makeCertificate(HostName hostName, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        var issuer = readCertificate(authority());
        var keys = newKeys();
        var builder = new JcaX509v3CertificateBuilder(
                issuer.getSubjectX500Principal(),
                SerialNumber.next(),
                date(now.minus(CLOCK_SKEW)),
                date(now.plus(LIFETIME)),
                new X500Principal("CN=" + (hostName.text().length() <= 64 ? hostName.text() : "Letterlock")),
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectAlternativeName, false, names(hostName));
        var leaf = sign(builder, readKey(authorityKey()));
        DataDirectory.writeNew(key(), pem("PRIVATE KEY", keys.getPrivate().getEncoded()), PRIVATE);
        DataDirectory.writeNew(certificate(), pem("CERTIFICATE", leaf.getEncoded(), issuer.getEncoded()), PUBLIC);
    }

    private static GeneralNames names(HostName hostName) {
        return new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, hostName.text()),
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        });
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate readCertificate(Path file) throws IOException, GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    private static PrivateKey readKey(Path file) throws IOException, GeneralSecurityException {
        var base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    }

    private static byte[] pem(String label, byte[]... blocks) {
        var text = new StringBuilder();
        var encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        for (byte[] block : blocks) {
            text.append("-----BEGIN " + label + "-----\n")
                    .append(encoder.encodeToString(block))
                    .append("\n-----END " + label + "-----\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static Date date(Instant instant) {
        return Date.from(instant);
    }

    /** Serial numbers that cannot be guessed and are positive: RFC 5280 section 4.1.2.2. */
    private static final class SerialNumber {
        private static final SecureRandom RANDOM = new SecureRandom();

        static BigInteger next() {
            return new BigInteger(120, RANDOM).setBit(0);
        }
    }
}
