package org.letterlock.contracts.directory;

import java.util.List;
import org.letterlock.mailsyntax.address.AddrSpec;

/** An address that stands for others. */
public sealed interface AddressRecord {
    /** Key of the record. */
    AddressId id();

    /**
     * A distribution group (ACC-6).
     *
     * @param addresses its own addresses, at least one
     * @param members accounts, groups (nested up to 16 levels) and outside addresses
     */
    record Group(AddressId id, DomainId domain, String name, List<AddrSpec> addresses, List<Target> members)
            implements AddressRecord {
        public Group {
            addresses = List.copyOf(addresses);
            members = List.copyOf(members);
        }
    }

    /**
     * An alias (ACC-7).
     *
     * @param pattern a local-part; {@code *} and {@code ?} are wildcards, {@code *} alone is the catch-all
     * @param targets where mail goes, at least one
     */
    record Alias(AddressId id, DomainId domain, String pattern, List<Target> targets) implements AddressRecord {
        public Alias {
            targets = List.copyOf(targets);
        }

        /** Whether the pattern names one local-part and no more. */
        public boolean isExact() {
            return pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
        }
    }

    /** What a group or alias leads to. */
    sealed interface Target {
        record ToAccount(AccountId account) implements Target {}

        record ToGroup(AddressId group) implements Target {}

        /** Any address; a local one is looked up in turn. */
        record ToAddress(AddrSpec address) implements Target {}
    }
}
