package org.letterlock.auth.guessing;

import java.time.Instant;
import java.util.List;

/**
 * The resource {@code /blocked-addresses/{ip}}.
 *
 * @param address the first one of the network that counts as one client
 * @param prefixLength 32, or 64 for IPv6
 * @param reason GUESSING, BY_HAND or HARVEST
 * @param servicesTried in order of their names
 * @param namesTried how many different login names
 * @param repeats how often it was blocked before within a day
 * @param note of whoever blocked it by hand; empty for none
 */
record BlockView(
        String address,
        int prefixLength,
        String reason,
        List<String> servicesTried,
        int namesTried,
        Instant since,
        Instant until,
        int repeats,
        String note) {
    static BlockView of(StoredBlock block) {
        return new BlockView(
                block.client().first().format(),
                block.client().prefixLength(),
                block.reason().name(),
                block.services().stream().sorted().toList(),
                block.names(),
                block.since(),
                block.until(),
                block.repeats(),
                block.note());
    }
}
