package org.letterlock.smtp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.smtp.session.SecurityRules.ChannelRules;

class SecurityRulesTest {
    private static final ChannelRules CLEAR = new ChannelRules(true, List.of("SCRAM-SHA-256"), Set.of("PLAIN"));
    private static final ChannelRules TLS = new ChannelRules(true, List.of("SCRAM-SHA-256", "plain"), Set.of());

    @Test
    @Tag("POL-3")
    void eachKindOfConnectionHasItsOwnRules() {
        SecurityRules rules = new SecurityRules(CLEAR, TLS, false);

        assertThat(rules.offeredMechanisms(Protection.CLEAR)).containsExactly("SCRAM-SHA-256");
        assertThat(rules.offeredMechanisms(Protection.TLS)).containsExactly("SCRAM-SHA-256", "PLAIN");
        assertThat(rules.permitsMechanism("PLAIN", Protection.CLEAR)).isFalse();
        assertThat(rules.needsTls("PLAIN", Protection.CLEAR)).isTrue();
        assertThat(rules.needsTls("CRAM-MD5", Protection.CLEAR)).isFalse();
        assertThat(rules.permitsMechanism("PLAIN", Protection.TLS)).isTrue();
    }

    @Test
    @Tag("POL-3")
    void whereOnlyStartTlsIsAllowedEveryLoginNeedsTls() {
        SecurityRules rules = new SecurityRules(new ChannelRules(false, List.of(), Set.of()), TLS, false);

        assertThat(rules.permitsMail(Protection.CLEAR)).isFalse();
        assertThat(rules.needsTls("NONSENSE", Protection.CLEAR)).isTrue();
    }

    @Test
    @Tag("GUESS-5")
    void aPeerThatMayNotLogInIsOfferedNoMechanismButMayHandInMail() {
        SecurityRules rules = new SecurityRules(CLEAR, TLS, true);

        assertThat(rules.offeredMechanisms(Protection.TLS)).isEmpty();
        assertThat(rules.offeredMechanisms(Protection.CLEAR)).isEmpty();
        assertThat(rules.permitsMail(Protection.CLEAR)).isTrue();
    }
}
