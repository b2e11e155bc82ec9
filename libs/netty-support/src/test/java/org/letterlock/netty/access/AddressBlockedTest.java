package org.letterlock.netty.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.netty.access.ConnectionGate.Verdict;

class AddressBlockedTest {
    private static final Instant START = Instant.EPOCH;

    private final Instant[] now = {START};
    private final AccessPolicies policies = new AccessPolicies(Set::of);
    private final ConnectionGate gate = ConnectionGate.of(policies, () -> now[0]);

    @Test
    @Tag("GUESS-5")
    void aBlockedAddressIsRefusedEverywhereButOnReception() {
        policies.putBlock("192.0.2.1/32", block("192.0.2.1", 32, 300));

        assertThat(judge("imap", "192.0.2.1")).isEqualTo(refusedFor(300));
        assertThat(judge("submission", "::ffff:192.0.2.1")).isEqualTo(refusedFor(300));
        assertThat(judge("smtp", "192.0.2.1")).isInstanceOf(Verdict.Admitted.class);
        assertThat(judge("imap", "192.0.2.2")).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    @Tag("LIMIT-4")
    void aHarvesterIsRefusedOnReceptionToo() {
        int[] told = {0};
        policies.onClientRulesChange(() -> told[0]++);
        policies.putBlock("192.0.2.1/32", block("192.0.2.1", 32, 300));
        assertThat(told[0]).isZero();

        policies.putBlock(
                "192.0.2.1/32",
                new AddressBlock("192.0.2.1", 32, START, START.plusSeconds(3600), AddressBlock.Reason.HARVEST));

        assertThat(told[0]).isOne();
        assertThat(judge("smtp", "192.0.2.1")).isEqualTo(new Verdict.Refused(new Refusal.Harvesting()));
        assertThat(judge("imap", "192.0.2.1")).isEqualTo(refusedFor(3600));
        now[0] = START.plusSeconds(3600);
        assertThat(judge("smtp", "192.0.2.1")).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    @Tag("GUESS-5")
    void aBlockEndsByTheClockOrByItsRemoval() {
        policies.putBlock("a", block("192.0.2.1", 32, 300));
        policies.putBlock("b", block("192.0.2.2", 32, 300));

        now[0] = START.plusSeconds(299);
        assertThat(judge("imap", "192.0.2.1")).isEqualTo(refusedFor(1));
        now[0] = START.plusSeconds(300);
        assertThat(judge("imap", "192.0.2.1")).isInstanceOf(Verdict.Admitted.class);

        now[0] = START;
        policies.removeBlock("b");
        assertThat(judge("imap", "192.0.2.2")).isInstanceOf(Verdict.Admitted.class);
        assertThat(judge("imap", "192.0.2.1")).isEqualTo(refusedFor(300));
    }

    @Test
    @Tag("GUESS-1")
    void aBlockedIpv6NetworkIsBlockedWhole() {
        policies.putBlock("net", block("2001:db8:1:2::", 64, 300));
        policies.putBlock("host", block("2001:db8:1:3::7", 128, 600));

        assertThat(judge("imap", "2001:db8:1:2:ffff::1")).isEqualTo(refusedFor(300));
        assertThat(judge("imap", "2001:db8:1:3::7")).isEqualTo(refusedFor(600));
        assertThat(judge("imap", "2001:db8:1:3::8")).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    @Tag("GUESS-5")
    void ofTwoBlocksOfAnAddressTheLongerCounts() {
        policies.putBlock("net", block("192.0.2.0", 24, 900));
        policies.putBlock("host", block("192.0.2.1", 32, 300));
        assertThat(judge("imap", "192.0.2.1")).isEqualTo(refusedFor(900));

        policies.removeBlock("net");
        assertThat(judge("imap", "192.0.2.1")).isEqualTo(refusedFor(300));
        policies.putBlock("host", block("192.0.2.1", 32, 600));
        assertThat(judge("imap", "192.0.2.1")).isEqualTo(refusedFor(600));
    }

    @Test
    void aBlockOfNoAddressHoldsForNobody() {
        policies.putBlock("x", block("192.0.2.1", 32, 300));
        policies.putBlock("x", block("not an address", 32, 300));
        policies.putBlock("y", block("192.0.2.1", 33, 300));

        assertThat(judge("imap", "192.0.2.1")).isInstanceOf(Verdict.Admitted.class);
    }

    private Verdict judge(String service, String peer) {
        return gate.judge(service, IpAddress.parse(peer).require());
    }

    private static Verdict refusedFor(int seconds) {
        return new Verdict.Refused(new Refusal.AddressBlocked(Duration.ofSeconds(seconds)));
    }

    private static AddressBlock block(String address, int prefixLength, int seconds) {
        return new AddressBlock(address, prefixLength, START, START.plusSeconds(seconds), AddressBlock.Reason.GUESSING);
    }
}
