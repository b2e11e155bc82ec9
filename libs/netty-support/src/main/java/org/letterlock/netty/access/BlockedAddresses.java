package org.letterlock.netty.access;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.mailsyntax.ParseResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks that are blocked at the moment. A look-up costs one hash per prefix length in use, however many blocks there
 * are. Safe for use by any thread.
 */
final class BlockedAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(BlockedAddresses.class);

    private record Network(IpAddress first, int prefixLength) {}

    private final Map<Network, AddressBlock> blocks = new ConcurrentHashMap<>();
    private final Map<String, Network> byKey = new HashMap<>(); // guarded by this, as is the next
    private final TreeMap<Integer, Integer> uses = new TreeMap<>();
    private volatile int[] prefixLengths = {};

    synchronized void put(String key, AddressBlock block) {
        if (!(IpAddress.parse(block.address()) instanceof ParseResult.Parsed<IpAddress>(IpAddress address))
                || block.prefixLength() < 0
                || block.prefixLength() > address.family().bits()) {
            LOG.error("block {} is of no address and holds for nobody", key);
            remove(key);
            return;
        }
        Network network = new Network(address.first(block.prefixLength()), block.prefixLength());
        if (!network.equals(byKey.get(key))) {
            remove(key);
            byKey.put(key, network);
            uses.merge(network.prefixLength(), 1, Integer::sum);
            prefixLengths = lengths();
        }
        blocks.put(network, block);
    }

    synchronized void remove(String key) {
        Network network = byKey.remove(key);
        if (network != null) {
            blocks.remove(network);
            uses.computeIfPresent(network.prefixLength(), (_, count) -> count == 1 ? null : count - 1);
            prefixLengths = lengths();
        }
    }

    /** How long the address is blocked from {@code now} on; empty if it is not. */
    Optional<Duration> remaining(IpAddress address, Instant now) {
        return remaining(address, now, _ -> true);
    }

    /** The same of one reason. */
    Optional<Duration> remaining(IpAddress address, Instant now, AddressBlock.Reason reason) {
        return remaining(address, now, block -> block.reason() == reason);
    }

    private Optional<Duration> remaining(IpAddress address, Instant now, Predicate<AddressBlock> which) {
        Instant latest = now;
        for (int length : prefixLengths) {
            AddressBlock block =
                    length <= address.family().bits() ? blocks.get(new Network(address.first(length), length)) : null;
            latest = block != null && which.test(block) && block.until().isAfter(latest) ? block.until() : latest;
        }
        return latest.isAfter(now) ? Optional.of(Duration.between(now, latest)) : Optional.empty();
    }

    private int[] lengths() {
        return uses.keySet().stream().mapToInt(Integer::intValue).toArray();
    }
}
