package org.letterlock.netty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
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
        var rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        TlsIdentity identity = TestIdentity.of("mx.example");
        Path certificate =
                write("certificate.pem", "CERTIFICATE", identity.certificate().getEncoded());

        assertThat(TlsIdentityFiles.read(certificate, write("key.pem", "PRIVATE KEY", rsa.getEncoded()))
                        .key())
                .isEqualTo(rsa);
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
