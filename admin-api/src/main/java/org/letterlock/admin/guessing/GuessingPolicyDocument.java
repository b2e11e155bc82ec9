package org.letterlock.admin.guessing;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.contracts.access.GuessingPolicy;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.service.web.Faults;

/**
 * The resource {@code /guessing-protection}. What is not said takes its default.
 *
 * @param addressBlock whether addresses are blocked; default true (GUESS-1)
 * @param failures 1 to 1000 that block an address; default 10
 * @param window in seconds, 10 to 3600, within which they count; default 60
 * @param blockTime in seconds, 30 to 86 400; default 300
 * @param uncountedServices whose failures do not count against an address, named as in access policies; default none
 * @param exemptGroup id of an IP group that is never blocked (GUESS-4); null for nobody
 * @param lockEnabled whether accounts are locked; default true (GUESS-8)
 * @param lockAfter 1 to 100 failures in a row; default 3
 * @param lockTime in seconds, 30 to 86 400; default 300
 * @param confirm {@code everyone} where the exempt group holds every address (IPG-12); never shown
 */
record GuessingPolicyDocument(
        @Nullable Boolean addressBlock,
        @Nullable Integer failures,
        @Nullable Integer window,
        @Nullable Integer blockTime,
        @Nullable List<String> uncountedServices,
        @Nullable UUID exemptGroup,
        @Nullable Boolean lockEnabled,
        @Nullable Integer lockAfter,
        @Nullable Integer lockTime,
        @Nullable String confirm) {
    /** ACP-3. */
    private static final Set<String> SERVICES =
            Set.of("smtp-submission", "imap", "pop3", "nntp", "ldap", "portal", "admin");

    static GuessingPolicyDocument of(GuessingPolicy policy) {
        return new GuessingPolicyDocument(
                policy.addressBlock(),
                policy.failures(),
                policy.windowSeconds(),
                policy.blockSeconds(),
                policy.uncountedServices().stream().sorted().toList(),
                GroupReferences.shown(policy.exemptGroup()),
                policy.accountLock(),
                policy.lockAfter(),
                policy.lockSeconds(),
                null);
    }

    /** The policy, or every fault of the document at once. */
    GuessingPolicy checked(GroupReferences groups) {
        GuessingPolicy defaults = GuessingPolicy.DEFAULT;
        Faults faults = new Faults();
        IpGroupId exempt = groups.check(exemptGroup, "/exemptGroup", faults);
        GuessingPolicy policy = new GuessingPolicy(
                Objects.requireNonNullElse(addressBlock, defaults.addressBlock()),
                faults.within(failures, defaults.failures(), 1, 1000, "/failures"),
                faults.within(window, defaults.windowSeconds(), 10, 3600, "/window"),
                faults.within(blockTime, defaults.blockSeconds(), 30, 86_400, "/blockTime"),
                services(faults),
                exempt,
                Objects.requireNonNullElse(lockEnabled, defaults.accountLock()),
                faults.within(lockAfter, defaults.lockAfter(), 1, 100, "/lockAfter"),
                faults.within(lockTime, defaults.lockSeconds(), 30, 86_400, "/lockTime"));
        faults.throwIfAny();
        groups.requireConfirmation(confirm, exempt);
        return policy;
    }

    private Set<String> services(Faults faults) {
        Set<String> names = new LinkedHashSet<>();
        List<String> wanted = uncountedServices == null ? List.of() : uncountedServices;
        for (int i = 0; i < wanted.size(); i++) {
            String pointer = "/uncountedServices/" + i;
            faults.require(
                    SERVICES.contains(wanted.get(i)), pointer, "unknown-service", "The suite has no such service.");
            faults.require(names.add(wanted.get(i)), pointer, "repeated", "The service is listed twice.");
        }
        return names;
    }
}
