package org.letterlock.admin.explain;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an address, and an account from there, may connect to (EXP-2).
 *
 * @param account null where the question was about the address only
 * @param services every service, in the order of the catalogue
 */
record AccessExplanation(String ip, @Nullable UUID account, List<ServiceAccess> services) {

    /**
     * One service.
     *
     * @param step the first step of CONN-1 that denies, such as {@code allowed-group}; null where none does
     * @param rule what it denies by; null where there is nothing to name
     * @param detail for people; null where it is allowed with nothing to add
     */
    record ServiceAccess(
            String service,
            boolean allowed,
            @Nullable String step,
            @Nullable Rule rule,
            @Nullable String detail) {
        static ServiceAccess allowed(String service) {
            return new ServiceAccess(service, true, null, null, null);
        }

        static ServiceAccess denied(String service, String step, @Nullable Rule rule, String detail) {
            return new ServiceAccess(service, false, step, rule, detail);
        }
    }

    /** Something that an administrator has made. */
    record Rule(UUID id, String name) {}
}
