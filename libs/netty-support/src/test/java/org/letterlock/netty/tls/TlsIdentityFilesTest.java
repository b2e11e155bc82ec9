package org.letterlock.netty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.letterlock.netty.TestIdentity;

class TlsIdentityFilesTest {
    @TempDir
    private Path directory;

    @Test
    void readsWhatWasWritten() throws Exception {
        TlsIdentity identity = TestIdentity.of("mx.example");
        Path certificate =
                write("certificate.pem", "CERTIFICATE", identity.certificate().getEncoded());
        Path key = write("key.pem", "PRIVATE KEY", identity.key().getEncoded());

        TlsIdentity read = TlsIdentityFiles.read(certificate, key);

        assertThat(read.chain()).isEqualTo(identity.chain());
        assertThat(read.key()).isEqualTo(identity.key());
    }

    @Test
    void readsRsaKeys() throws Exception {
        TlsIdentity identity = TestIdentity.rsa("mx.example");
        Path certificate =
                write("certificate.pem", "CERTIFICATE", identity.certificate().getEncoded());

        assertThat(TlsIdentityFiles.read(
                                certificate,
                                write("key.pem", "PRIVATE KEY", identity.key().getEncoded()))
                        .key())
                .isEqualTo(identity.key());
    }

    @Test
    void theKeyOfAnotherCertificateIsRefused() throws Exception {
        TlsIdentity identity = TestIdentity.of("mx.example");
        Path certificate =
                write("certificate.pem", "CERTIFICATE", identity.certificate().getEncoded());
        Path other = write(
                "other.pem", "PRIVATE KEY", TestIdentity.of("mx.example").key().getEncoded());
        Path rsa = write(
                "rsa.pem", "PRIVATE KEY", TestIdentity.rsa("mx.example").key().getEncoded());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsIdentityFiles.read(certificate, other))
                .withMessageContaining("other.pem");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsIdentityFiles.read(certificate, rsa))
                .withMessageContaining("rsa.pem");
    }

    @Test
    @Tag("CERT-5")
    void changedFilesAreReadAgainAsSoonAsTheyBelongTogether() throws Exception {
        TlsIdentity first = TestIdentity.of("mx.example");
        Path certificate =
                write("certificate.pem", "CERTIFICATE", first.certificate().getEncoded());
        Path key = write("key.pem", "PRIVATE KEY", first.key().getEncoded());
        List<TlsIdentity> heard = new ArrayList<>();
        try (TlsIdentityWatch watch = TlsIdentityWatch.start(certificate, key, heard::add)) {
            watch.look();
            assertThat(heard).isEmpty();

            TlsIdentity renewed = TestIdentity.rsa("mx.example");
            write("key.pem", "PRIVATE KEY", renewed.key().getEncoded());
            watch.look();
            assertThat(heard).isEmpty();

            write("certificate.pem", "CERTIFICATE", renewed.certificate().getEncoded());
            watch.look();
            assertThat(heard).containsExactly(renewed);
        }
    }

    @Test
    void namesTheFileThatIsNoKey() throws Exception {
        TlsIdentity identity = TestIdentity.of("mx.example");
        Path certificate =
                write("certificate.pem", "CERTIFICATE", identity.certificate().getEncoded());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsIdentityFiles.read(certificate, certificate))
                .withMessageContaining("certificate.pem");
        Path broken = write("broken.pem", "PRIVATE KEY", new byte[] {1, 2, 3});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsIdentityFiles.read(certificate, broken))
                .withMessageContaining("broken.pem");
    }

    private Path write(String name, String label, byte[] der) throws Exception {
        return Files.writeString(
                directory.resolve(name),
                "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                        + "-----\n");
    }
}
