package org.letterlock.contracts.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.mailsyntax.address.AddrSpec;

/**
 * An account as the other services see it; credentials are never in it.
 *
 * @param address login name and first address
 * @param extraAddresses further addresses of the account, up to 100
 * @param enabled false: receives nothing and cannot log in (ACC-4)
 * @param mayLogIn false: receives mail but cannot log in
 * @param maxMessageSize octets of a message that the account sends (LIMIT-7); null where the server's limit holds
 * @param ownDomainOnly whether it may send only within its domain (LIMIT-8)
 * @param foreignSender whether it may use addresses of foreign domains although the policy forbids it (SPOOF-9)
 * @param accessPolicy which services it may use; null for all of them (ACP-1)
 * @param passwordVersion grows with every change of the password: sessions that were opened with an older one end (SESS-6);
 *     null while it has none
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
        boolean foreignSender,
        @Nullable AccessPolicyId accessPolicy,
        @Nullable Long passwordVersion) {
    public AccountRecord {
        extraAddresses = List.copyOf(extraAddresses);
    }

    /** An account that may use every service and has no password. */
    public AccountRecord(
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
        this(
                id,
                domain,
                address,
                extraAddresses,
                displayName,
                enabled,
                mayLogIn,
                role,
                maxMessageSize,
                ownDomainOnly,
                foreignSender,
                null,
                null);
    }
}
