package org.letterlock.contracts.directory;

import java.util.Set;

/** What an address means to this installation. */
public sealed interface Resolution {
    /** Its domain is not ours: whether the mail may be relayed is not the directory's question. */
    record Foreign() implements Resolution {}

    /** Our domain, but nobody of that name. */
    record Unknown() implements Resolution {}

    /** It leads to disabled accounts only. */
    record Disabled() implements Resolution {}

    /**
     * It leads somewhere.
     *
     * @param destinations without duplicates, at least one, aliases and groups expanded
     */
    record Deliverable(Set<Destination> destinations) implements Resolution {
        public Deliverable {
            destinations = Set.copyOf(destinations);
        }
    }
}
