package org.letterlock.auth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.testkit.TestCa;

@Tag("DIR-1")
class ServerNamesTest {
    private static final TestCa CA = TestCa.create();

    @ParameterizedTest
    @CsvSource({
        "ldap.example.org, ldap.example.org, true",
        "ldap.example.org, LDAP.Example.ORG, true",
        "ldap.example.org, ldap2.example.org, false",
        "ldap.example.org, example.org, false",
        "*.example.org, ldap.example.org, true",
        "*.example.org, a.ldap.example.org, false",
        "*.example.org, example.org, false",
        "*.org, example.org, false",
        "l*.example.org, ldap.example.org, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "127.0.0.1, localhost, false",
        "localhost, 127.0.0.1, false"
    })
    void aCertificateIsForTheNamesInItAndForNoOther(String certified, String host, boolean matches) {
        X509Certificate certificate = CA.issue(certified).chain().getFirst();

        assertThat(ServerNames.matches(certificate, host)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"Letterlock test CA", "ldap.example.org"})
    void theCommonNameCountsForNothing(String host) {
        assertThat(ServerNames.matches(CA.certificate(), host)).isFalse();
    }
}
