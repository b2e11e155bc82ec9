package org.letterlock.contracts.access;

import java.util.List;

/** A named set of addresses (IPG-1); an address matches if any enabled entry does. */
public record IpGroup(IpGroupId id, String name, List<Entry> entries) {
    public IpGroup {
        entries = List.copyOf(entries);
    }

    /** One line of the group; a disabled one never matches. */
    public record Entry(Match match, boolean enabled, String description) {}

    /** What an entry stands for (IPG-2). Addresses are in text form, without zone or mask. */
    public sealed interface Match {
        record Host(String address) implements Match {}

        record DnsName(String name) implements Match {}

        /** All addresses whose first {@code prefixLength} bits are those of {@code address}. */
        record Network(String address, int prefixLength) implements Match {}

        /** Both ends included; one address family. */
        record Range(String from, String to) implements Match {}

        record Nested(IpGroupId group) implements Match {}

        /** The addresses of the machine that runs the listener. */
        record ThisMachine() implements Match {}
    }
}
