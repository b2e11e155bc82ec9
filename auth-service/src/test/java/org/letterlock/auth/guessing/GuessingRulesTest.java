package org.letterlock.auth.guessing;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.contracts.access.GuessingPolicy;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.sasl.Password;

class GuessingRulesTest {
    private static final IpGroupId PROXIES = new IpGroupId(new UUID(0, 1));
    private static final Password OLD = Password.parse("the old password").require();

    private final AtomicLong nanos = new AtomicLong();
    private final RepeatedPasswords repeated = new RepeatedPasswords(new SecureRandom(), nanos::get);

    @ParameterizedTest
    @CsvSource({"9, false", "10, true", "11, true"})
    @Tag("GUESS-1")
    void asManyFailuresAsThePolicySaysBlock(int failures, boolean blocks) {
        GuessingRules rules = new GuessingRules(GuessingPolicy.DEFAULT, IpGroups.NONE);

        assertThat(rules.blocks(new ClientTally(failures, Set.of("imap"), 1))).isEqualTo(blocks);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, imap, true",
        "192.0.2.9, imap, false",
        "192.0.2.1, ldap, false",
        "::ffff:192.0.2.9, imap, false"
    })
    @Tag("GUESS-1")
    @Tag("GUESS-4")
    void exemptAddressesAndUncountedServicesDoNotCount(String address, String service, boolean counts) {
        IpGroup group = new IpGroup(
                PROXIES, "proxies", List.of(new IpGroup.Entry(new IpGroup.Match.Host("192.0.2.9"), true, "")));
        GuessingPolicy policy = new GuessingPolicy(true, 10, 60, 300, Set.of("ldap"), PROXIES, true, 3, 300);
        GuessingRules rules = new GuessingRules(policy, IpGroups.of(List.of(group), IpGroups.Surroundings.NONE));

        assertThat(rules.countsAgainst(IpAddress.parse(address).require(), service))
                .isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1/32",
        "::ffff:192.0.2.1, 192.0.2.1/32",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "::1, ::/64"
    })
    @Tag("GUESS-1")
    void anIpv4AddressOrAnIpv6NetworkIsOneClient(String address, String key) {
        assertThat(ClientNetwork.parse(address).map(ClientNetwork::key)).contains(key);
    }

    @Test
    @Tag("GUESS-9")
    void eachRepetitionRenewsTheQuarterOfAnHour() {
        assertThat(repeated.isRepeated("a@b", OLD)).isFalse();
        for (int i = 0; i < 5; i++) {
            nanos.addAndGet(Duration.ofMinutes(14).toNanos());
            assertThat(repeated.isRepeated("a@b", OLD)).isTrue();
        }
        nanos.addAndGet(Duration.ofMinutes(15).toNanos());

        assertThat(repeated.isRepeated("a@b", OLD)).isFalse();
    }

    @Test
    @Tag("GUESS-9")
    void anotherPasswordOrAnotherNameIsNoRepetition() {
        repeated.isRepeated("a@b", Password.parse("bc").require());

        assertThat(repeated.isRepeated("a@b", Password.parse("c").require())).isFalse();
        assertThat(repeated.isRepeated("a@bb", Password.parse("c").require())).isFalse();
    }
}
