package org.letterlock.smtp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityRulesTest {
    private static final List<String> METHODS = List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN", "LOGIN");

    @ParameterizedTest
    @Tag("POL-3")
    @Tag("POL-5")
    @Tag("POL-6")
    @CsvSource(
            delimiter = '|',
            value = {
                "NONE        | CLEAR | false | SUBMISSION | true  | SCRAM-SHA-256 PLAIN LOGIN",
                "SECURE_AUTH | CLEAR | false | SUBMISSION | true  | SCRAM-SHA-256",
                "SECURE_AUTH | CLEAR | true  | SUBMISSION | true  | SCRAM-SHA-256 PLAIN LOGIN",
                "SECURE_AUTH | TLS   | false | SUBMISSION | true  | SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN",
                "ENCRYPTED   | CLEAR | false | SUBMISSION | false | ''",
                "ENCRYPTED   | CLEAR | false | RECEPTION  | true  | SCRAM-SHA-256",
                "ENCRYPTED   | CLEAR | true  | SUBMISSION | true  | SCRAM-SHA-256 PLAIN LOGIN",
                "ENCRYPTED   | TLS   | false | SUBMISSION | true  | SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN",
            })
    void theMatrixHolds(
            SecurityRules.Mode mode,
            Protection protection,
            boolean exempt,
            ServerRole role,
            boolean mail,
            String mechanisms) {
        SecurityRules rules = new SecurityRules(mode, exempt, role, METHODS);

        assertThat(rules.permitsMail(protection)).isEqualTo(mail);
        assertThat(String.join(" ", rules.offeredMechanisms(protection))).isEqualTo(mechanisms);
    }

    @Test
    @Tag("GUESS-5")
    void aPeerThatMayNotLogInIsOfferedNoMechanismButMayHandInMail() {
        SecurityRules rules = new SecurityRules(SecurityRules.Mode.NONE, true, ServerRole.RECEPTION, METHODS, true);

        assertThat(rules.offeredMechanisms(Protection.TLS)).isEmpty();
        assertThat(rules.offeredMechanisms(Protection.CLEAR)).isEmpty();
        assertThat(rules.permitsMail(Protection.CLEAR)).isTrue();
    }
}
