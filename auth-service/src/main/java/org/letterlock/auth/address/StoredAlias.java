package org.letterlock.auth.address;

import java.time.Instant;
import java.util.List;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.AddressRecord;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.mailsyntax.address.AddrSpec;

/**
 * An alias as it is in the database.
 *
 * @param address its local-part may hold wildcards
 */
record StoredAlias(
        AddressId id,
        DomainId domain,
        AddrSpec address,
        String description,
        List<Target> targets,
        long version,
        Instant createdAt,
        Instant changedAt) {
    StoredAlias {
        targets = List.copyOf(targets);
    }

    StoredAlias with(List<Target> own) {
        return new StoredAlias(id, domain, address, description, own, version, createdAt, changedAt);
    }

    /** What the other services learn of it. */
    AddressRecord.Alias toRecord() {
        return new AddressRecord.Alias(id, domain, address.localPart(), targets);
    }
}
