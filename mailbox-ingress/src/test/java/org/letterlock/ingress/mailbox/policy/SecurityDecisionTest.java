package org.letterlock.ingress.mailbox.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.SecurityPolicy.Mode;
import org.letterlock.imap.session.ConnectionSecurity;
import org.letterlock.imap.session.ConnectionSecurity.LoginCommand;
import org.letterlock.netty.access.AccessPolicies;

class SecurityDecisionTest {
    private static final IpGroupId EXEMPT = new IpGroupId(UUID.randomUUID());
    private static final IpAddress INSIDE = IpAddress.parse("10.0.0.1").require();
    private static final IpAddress OUTSIDE = IpAddress.parse("192.0.2.1").require();

    @Tag("POL-3")
    @Tag("POL-5")
    @Tag("POL-6")
    @ParameterizedTest
    @CsvSource({
        // mode, TLS, exempt, TLS required, LOGIN command, mechanisms, mechanisms that need TLS
        "NONE, false, false, false, PERMITTED, SCRAM-SHA-256 PLAIN LOGIN, ''",
        "NONE, true, false, false, PERMITTED, SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN, ''",
        "SECURE_AUTH, false, false, false, NEEDS_TLS, SCRAM-SHA-256, PLAIN LOGIN",
        "SECURE_AUTH, false, true, false, PERMITTED, SCRAM-SHA-256 PLAIN LOGIN, ''",
        "SECURE_AUTH, true, false, false, PERMITTED, SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN, ''",
        "ENCRYPTED, false, false, true, NEEDS_TLS, '', SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN",
        "ENCRYPTED, false, true, false, PERMITTED, SCRAM-SHA-256 PLAIN LOGIN, ''",
        "ENCRYPTED, true, false, false, PERMITTED, SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN, ''"
    })
    void theMatrixHolds(
            Mode mode,
            boolean tls,
            boolean exempt,
            boolean requiresTls,
            LoginCommand login,
            String mechanisms,
            String needingTls) {
        AccessPolicies policies = new AccessPolicies(Set::of);
        policies.put(new IpGroup(
                EXEMPT, "exempt", List.of(new IpGroup.Entry(new IpGroup.Match.Host("10.0.0.1"), true, ""))));
        policies.put(new SecurityPolicy(
                mode, EXEMPT, EXEMPT, List.of("X-UNKNOWN", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN", "LOGIN")));

        ConnectionSecurity decided = new SecurityDecision(policies).decide(exempt ? INSIDE : OUTSIDE, tls);

        assertThat(decided)
                .isEqualTo(new ConnectionSecurity(
                        tls, !tls, requiresTls, words(mechanisms), Set.copyOf(words(needingTls)), login));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
