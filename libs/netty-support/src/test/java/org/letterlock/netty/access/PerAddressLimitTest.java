package org.letterlock.netty.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.ConnectionPolicy;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.ServicePolicy;

class PerAddressLimitTest {
    private static final IpAddress PEER = ip("192.0.2.1");
    private static final IpGroupId OFFICE = new IpGroupId(new UUID(0, 1));
    private static final Optional<Refusal> REFUSED = Optional.of(new Refusal.TooManyFromAddress());

    private final AccessPolicies policies = new AccessPolicies(Set::of);
    private final PerAddressLimit limit =
            new PerAddressLimit(policies, new RefusalCounts(InstantSource.fixed(Instant.EPOCH)), LimitShares.WHOLE);

    @Test
    @Tag("CONN-3")
    void anAddressHasAsManyConnectionsAsTheLimitSaysAndNotOneMore() {
        perAddress(3);

        assertThat(limit.judge("smtp", PEER)).isEmpty();
        assertThat(limit.judge("smtp", PEER)).isEmpty();
        assertThat(limit.judge("smtp", PEER)).isEmpty();
        assertThat(limit.judge("smtp", PEER)).isEqualTo(REFUSED);

        assertThat(limit.judge("smtp", ip("192.0.2.2"))).isEmpty();
        assertThat(limit.judge("imap", PEER)).isEmpty();
        limit.released("smtp", PEER);
        assertThat(limit.judge("smtp", PEER)).isEmpty();
        assertThat(limit.judge("smtp", PEER)).isEqualTo(REFUSED);
    }

    @Test
    @Tag("CONN-3")
    void theLimitZeroIsNone() {
        perAddress(0);

        for (int i = 0; i < 1000; i++) {
            assertThat(limit.judge("smtp", PEER)).isEmpty();
        }
    }

    @Test
    @Tag("CONN-3")
    void allAddressesOfAnIpv6PrefixAreOneClient() {
        perAddress(2);

        assertThat(limit.judge("smtp", ip("2001:db8:1:2::1"))).isEmpty();
        assertThat(limit.judge("smtp", ip("2001:db8:1:2:ffff:ffff:ffff:ffff"))).isEmpty();
        assertThat(limit.judge("smtp", ip("2001:db8:1:2:3::"))).isEqualTo(REFUSED);
        assertThat(limit.judge("smtp", ip("2001:db8:1:3::"))).isEmpty();
    }

    @Test
    @Tag("CONN-3")
    void aChangedPrefixLengthHoldsForTheConnectionsThatAreOpen() {
        perAddress(2);
        limit.judge("smtp", ip("2001:db8:1:2::1"));
        limit.judge("smtp", ip("2001:db8:1:3::1"));
        assertThat(limit.judge("smtp", ip("2001:db8:1:3::2"))).isEmpty();

        countBy(48);
        assertThat(limit.judge("smtp", ip("2001:db8:1:4::1"))).isEqualTo(REFUSED);
        countBy(128);
        assertThat(limit.judge("smtp", ip("2001:db8:1:2::2"))).isEmpty();

        List.of("2001:db8:1:2::1", "2001:db8:1:3::1", "2001:db8:1:3::2", "2001:db8:1:2::2")
                .forEach(address -> limit.released("smtp", ip(address)));
        assertThat(limit.addresses()).isZero();
    }

    @Test
    @Tag("SVC-13")
    @Tag("CONN-3")
    void anIpv4AddressInIpv6FormCountsAsTheIpv4Address() {
        perAddress(1);

        assertThat(limit.judge("smtp", PEER)).isEmpty();
        assertThat(limit.judge("smtp", ip("::ffff:192.0.2.1"))).isEqualTo(REFUSED);
        assertThat(limit.judge("smtp", ip("::ffff:192.0.2.2"))).isEmpty();
    }

    @Test
    @Tag("CONN-4")
    void anExemptAddressIsCountedButNotRefused() {
        policies.put(office("192.0.2.1"));
        policies.put(policy(1, OFFICE));
        assertThat(limit.judge("smtp", PEER)).isEmpty();
        assertThat(limit.judge("smtp", PEER)).isEmpty();
        assertThat(limit.judge("smtp", ip("192.0.2.2"))).isEmpty();
        assertThat(limit.judge("smtp", ip("192.0.2.2"))).isEqualTo(REFUSED);

        policies.put(office("192.0.2.9"));
        limit.released("smtp", PEER);
        assertThat(limit.judge("smtp", PEER)).isEqualTo(REFUSED);
    }

    @Test
    @Tag("CONN-4")
    void theExemptionLiftsNoOtherLimit() {
        policies.put(office("192.0.2.1"));
        policies.put(new ServicePolicy("smtp", true, false, null, List.of(), null, 2, 1, OFFICE, null, false, false));
        ConnectionGate gate = ConnectionGate.of(policies, InstantSource.fixed(Instant.EPOCH));

        gate.judge("smtp", PEER);
        gate.judge("smtp", PEER);

        assertThat(gate.judge("smtp", PEER))
                .isEqualTo(new ConnectionGate.Verdict.Refused(new Refusal.TooManyConnections()));
    }

    @Test
    @Tag("CONN-6")
    void aLoweredLimitRefusesNewConnectionsUntilTheOldAreFewEnough() {
        perAddress(3);
        for (int i = 0; i < 3; i++) {
            limit.judge("smtp", PEER);
        }
        perAddress(1);

        assertThat(limit.judge("smtp", PEER)).isEqualTo(REFUSED);
        limit.released("smtp", PEER);
        limit.released("smtp", PEER);
        assertThat(limit.judge("smtp", PEER)).isEqualTo(REFUSED);
        limit.released("smtp", PEER);
        assertThat(limit.judge("smtp", PEER)).isEmpty();
    }

    @Test
    @Tag("CONN-3")
    void nothingIsRememberedOfConnectionsThatAreOver() {
        perAddress(5);
        List<IpAddress> peers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            IpAddress peer = ip("2001:db8:0:" + Integer.toHexString(i) + "::1");
            peers.add(peer);
            assertThat(limit.judge("smtp", peer)).isEmpty();
        }
        assertThat(limit.addresses()).isEqualTo(10_000);

        peers.forEach(peer -> limit.released("smtp", peer));

        assertThat(limit.addresses()).isZero();
    }

    @Test
    @Tag("CONN-3")
    void connectionsThatComeAtOnceDoNotPassTheLimitTogether() {
        perAddress(20);
        AtomicInteger admitted = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1000; i++) {
                threads.execute(
                        () -> admitted.addAndGet(limit.judge("smtp", PEER).isEmpty() ? 1 : 0));
            }
        }
        assertThat(admitted).hasValue(20);
    }

    private void perAddress(int connections) {
        policies.put(policy(connections, null));
    }

    private void countBy(int prefixLength) {
        policies.put(new ConnectionPolicy(30, prefixLength));
    }

    private static ServicePolicy policy(int perAddress, @Nullable IpGroupId exempt) {
        return new ServicePolicy("smtp", true, false, null, List.of(), null, 0, perAddress, exempt, null, false, false);
    }

    private static IpGroup office(String host) {
        return new IpGroup(OFFICE, "office", List.of(new IpGroup.Entry(new IpGroup.Match.Host(host), true, "")));
    }

    private static IpAddress ip(String text) {
        return IpAddress.parse(text).require();
    }
}
