package org.letterlock.contracts.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.IpGroup.Entry;
import org.letterlock.contracts.access.IpGroup.Match;
import org.letterlock.contracts.access.IpGroups.Membership;
import org.letterlock.contracts.access.IpGroups.Surroundings;

class IpGroupsTest {
    private static final IpGroupId A = new IpGroupId(new UUID(0, 1));
    private static final IpGroupId B = new IpGroupId(new UUID(0, 2));
    private static final IpGroupId C = new IpGroupId(new UUID(0, 3));

    @Test
    @Tag("IPG-2")
    void everyTypeOfEntryMatches() {
        IpGroup inner = group(B, new Match.Host("203.0.113.9"));
        IpGroup outer = group(
                A,
                new Match.Host("192.0.2.1"),
                new Match.Network("10.0.0.0", 8),
                new Match.Range("198.51.100.10", "198.51.100.20"),
                new Match.Network("2001:db8::", 32),
                new Match.DnsName("Office.Example"),
                new Match.Nested(B),
                new Match.ThisMachine());
        IpGroups groups = IpGroups.of(
                List.of(outer, inner),
                new Surroundings(
                        Set.of(address("172.16.0.5")), Map.of("office.example", Set.of(address("192.0.2.77")))));

        assertThat(List.of(
                        "192.0.2.1",
                        "10.0.0.0",
                        "10.255.255.255",
                        "198.51.100.10",
                        "198.51.100.20",
                        "2001:db8:ffff::1",
                        "192.0.2.77",
                        "203.0.113.9",
                        "172.16.0.5",
                        "::ffff:192.0.2.1"))
                .allMatch(text -> groups.contains(A, address(text)));
        assertThat(List.of(
                        "192.0.2.2",
                        "9.255.255.255",
                        "11.0.0.0",
                        "198.51.100.9",
                        "198.51.100.21",
                        "2001:db9::",
                        "::192.0.2.1",
                        "172.16.0.6"))
                .noneMatch(text -> groups.contains(A, address(text)));
    }

    @Test
    @Tag("IPG-5")
    void disabledEntriesEmptyGroupsAndUnknownGroupsHoldNobody() {
        IpGroup disabled = new IpGroup(A, "a", List.of(new Entry(new Match.Network("0.0.0.0", 0), false, "")));
        IpGroups groups = IpGroups.of(List.of(disabled, group(B)), Surroundings.NONE);

        assertThat(groups.contains(A, address("192.0.2.1"))).isFalse();
        assertThat(groups.contains(B, address("192.0.2.1"))).isFalse();
        assertThat(groups.contains(C, address("192.0.2.1"))).isFalse();
    }

    @Test
    @Tag("IPG-4")
    void nestedGroupsMatchRecursivelyAndACycleEnds() {
        IpGroups groups = IpGroups.of(
                List.of(
                        group(A, new Match.Nested(B)),
                        group(B, new Match.Nested(C), new Match.Host("192.0.2.2")),
                        group(C, new Match.Nested(A), new Match.Host("192.0.2.3"))),
                Surroundings.NONE);

        for (IpGroupId id : List.of(A, B, C)) {
            assertThat(groups.contains(id, address("192.0.2.2"))).isTrue();
            assertThat(groups.contains(id, address("192.0.2.3"))).isTrue();
        }
    }

    @Test
    @Tag("IPG-11")
    void namesTheGroupsAndTheEntriesThatHoldAnAddress() {
        IpGroup network = group(A, new Match.Host("192.0.2.1"), new Match.Network("10.0.0.0", 8));
        IpGroup nesting = group(B, new Match.Nested(A));
        IpGroups groups = IpGroups.of(List.of(network, nesting, group(C)), Surroundings.NONE);

        assertThat(groups.membershipsOf(address("10.9.9.9")))
                .containsExactly(
                        new Membership(network, network.entries().get(1)),
                        new Membership(nesting, nesting.entries().getFirst()));
    }

    @Test
    @Tag("IPG-4")
    void agreesWithALinearSearchOverTenThousandEntries() {
        Random random = new Random(7);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            IpAddress base = randomAddress(random);
            int prefixLength = base.family().bits() - random.nextInt(12);
            entries.add(new Entry(new Match.Network(base.first(prefixLength).format(), prefixLength), true, ""));
        }
        IpGroup group = new IpGroup(A, "a", entries);
        IpGroups groups = IpGroups.of(List.of(group), Surroundings.NONE);

        for (int i = 0; i < 300; i++) {
            IpAddress probe = randomAddress(random);
            boolean linear = entries.stream()
                    .map(entry -> (Match.Network) entry.match())
                    .anyMatch(network -> address(network.address()).family() == probe.family()
                            && probe.first(network.prefixLength()).equals(address(network.address())));

            assertThat(groups.contains(A, probe)).isEqualTo(linear);
        }
    }

    private static IpAddress randomAddress(Random random) {
        return random.nextBoolean()
                ? IpAddress.of(new byte[] {10, 0, (byte) random.nextInt(256), (byte) random.nextInt(256)})
                : new IpAddress(IpAddress.Family.IPV6, 0x2001_0db8_0000_0000L, random.nextInt(1 << 20));
    }

    private static IpGroup group(IpGroupId id, Match... matches) {
        List<Entry> entries = new ArrayList<>();
        for (Match match : matches) {
            entries.add(new Entry(match, true, ""));
        }
        return new IpGroup(id, id.toString(), entries);
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).require();
    }
}
