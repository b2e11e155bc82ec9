package org.letterlock.auth.address;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.AddressRecord;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.address.AddrSpec;

/**
 * A group as it is in the database.
 *
 * @param role what its members may do besides their own role; null for nothing
 */
record StoredGroup(
        AddressId id,
        DomainId domain,
        String name,
        String description,
        List<AddrSpec> addresses,
        List<Target> members,
        @Nullable Role role,
        long version,
        Instant createdAt,
        Instant changedAt) {
    StoredGroup {
        addresses = List.copyOf(addresses);
        members = List.copyOf(members);
    }

    StoredGroup with(List<AddrSpec> ownAddresses, List<Target> ownMembers) {
        return new StoredGroup(
                id, domain, name, description, ownAddresses, ownMembers, role, version, createdAt, changedAt);
    }

    /** What the other services learn of it. */
    AddressRecord.Group toRecord() {
        return new AddressRecord.Group(id, domain, name, addresses, members);
    }
}
