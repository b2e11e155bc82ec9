package org.letterlock.contracts.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.address.AddrSpec;

/**
 * An account as the other services see it; credentials are never in it.
 *
 * @param address login name and first address
 * @param extraAddresses further addresses of the account, up to 100
 * @param enabled false: receives nothing and cannot log in (ACC-4)
 * @param mayLogIn false: receives mail but cannot log in
 * @param maxMessageSize in octets; null where the server's limit holds
 * @param ownDomainOnly whether it may send only within its domain (LIMIT-8)
 * @param foreignSender whether it may use addresses of foreign domains although the policy forbids it (SPOOF-9)
 */
public record AccountRecord(
        AccountId id,
        DomainId domain,
        AddrSpec address,
        List<AddrSpec> extraAddresses,
        String displayName,
        boolean enabled,
        boolean mayLogIn,
        Role role,
        @Nullable Long maxMessageSize,
        boolean ownDomainOnly,
        boolean foreignSender) {
    public AccountRecord {
        extraAddresses = List.copyOf(extraAddresses);
    }
}
