package org.letterlock.auth.guessing;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.service.web.Etags;

/**
 * A client that may not connect for a while.
 *
 * @param services those that it tried; empty for a block by hand
 * @param names how many different names it tried
 * @param repeats how often it was blocked before within a day
 * @param note of the administrator; empty for none
 */
record StoredBlock(
        UUID id,
        ClientNetwork client,
        AddressBlock.Reason reason,
        Instant since,
        Instant until,
        Set<String> services,
        int names,
        int repeats,
        String note) {
    StoredBlock {
        services = Set.copyOf(services);
    }

    /** A client that is blocked anew has another block. */
    String entityTag() {
        return Etags.ofContent(id);
    }

    AddressBlock toRecord() {
        return new AddressBlock(client.first().format(), client.prefixLength(), since, until, reason);
    }
}
