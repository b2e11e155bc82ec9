package org.letterlock.service.naming;

import java.time.Duration;
import java.util.Set;
import org.letterlock.contracts.access.IpAddress;

/** Asks DNS for the addresses of a host. May block for some seconds; safe for use by any thread. */
@FunctionalInterface
interface HostLookup {
    /** Asks now; nothing is cached. */
    HostAnswer addressesOf(String name);

    /** What DNS says of a name. */
    sealed interface HostAnswer {
        /** These addresses, for that long. */
        record Found(Set<IpAddress> addresses, Duration timeToLive) implements HostAnswer {
            public Found {
                addresses = Set.copyOf(addresses);
            }
        }

        /** That it has none. */
        record NoAddress() implements HostAnswer {}

        /** Nothing, or an error. Says nothing about the name. */
        record Failed(String why) implements HostAnswer {}
    }
}
