package org.letterlock.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    private static final HostName HOST = new HostName("mail.example.org");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path directory;

    @Test
    @Tag("CERT-3")
    void theFirstStartMakesACertificateForTheHostName() throws Exception {
        var files = TlsFiles.prepare(directory, HOST, NOW);

        var leaf = read(files.certificate());
        leaf.verify(read(files.authority()).getPublicKey());
        leaf.checkValidity(Date.from(NOW));
        assertThat(leaf.getSubjectAlternativeNames())
                .extracting(name -> name.get(1).toString())
                .contains("mail.example.org", "localhost", "127.0.0.1");
        assertThat(Duration.between(NOW, leaf.getNotAfter().toInstant())).isEqualTo(Duration.ofDays(398));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())))
                .isEqualTo("rw-------");
    }

    @Test
    @Tag("CERT-3")
    void itIsKeptUntilItEndsSoonAndThenRenewedUnderTheSameAuthority() throws Exception {
        var first = TlsFiles.prepare(directory, HOST, NOW);
        var authority = read(first.authority());
        var leaf = read(first.certificate());

        TlsFiles.prepare(directory, HOST, NOW.plus(Duration.ofDays(360)));
        assertThat(read(first.certificate())).isEqualTo(leaf);

        TlsFiles.prepare(directory, HOST, NOW.plus(Duration.ofDays(370)));
        assertThat(read(first.certificate())).isNotEqualTo(leaf);
        read(first.certificate()).verify(authority.getPublicKey());
    }

    @Test
    void anotherHostNameNeedsAnotherCertificate() throws Exception {
        var files = TlsFiles.prepare(directory, HOST, NOW);
        var leaf = read(files.certificate());

        TlsFiles.prepare(directory, new HostName("mx.example.org"), NOW);

        assertThat(read(files.certificate())).isNotEqualTo(leaf);
    }

    private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream stream = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
        }
    }
}
