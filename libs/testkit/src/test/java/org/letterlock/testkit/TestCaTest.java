package org.letterlock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateExpiredException;
import org.junit.jupiter.api.Test;

class TestCaTest {
    private final TestCa authority = TestCa.create();

    @Test
    void issuesWhatItsOwnClientsTrust() throws Exception {
        var issued = authority.issue("mx.example.org", "127.0.0.1");

        issued.chain().getFirst().verify(authority.certificate().getPublicKey());
        assertThat(issued.chain().getFirst().getSubjectAlternativeNames())
                .extracting(name -> name.get(1).toString())
                .containsExactly("mx.example.org", "127.0.0.1");
        assertThat(issued.keyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    @Test
    void issuesExpiredOnesToo() {
        var issued = authority.issueExpired("old.example.org");

        assertThatThrownBy(() -> issued.chain().getFirst().checkValidity())
                .isInstanceOf(CertificateExpiredException.class);
    }
}
