package org.letterlock.auth.address;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.address.AddrSpec;

/**
 * A document about a group that was found acceptable.
 *
 * @param domain that of the first address
 */
record GroupDraft(
        DomainId domain,
        String name,
        String description,
        List<AddrSpec> addresses,
        List<Target> members,
        @Nullable Role role) {
    GroupDraft {
        addresses = List.copyOf(addresses);
        members = List.copyOf(members);
    }
}
