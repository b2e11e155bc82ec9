package org.letterlock.admin.accesspolicy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicy.Rule;
import org.letterlock.contracts.access.AccessPolicy.Verdict;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/**
 * An access policy as the API shows it.
 *
 * @param id set by the server
 * @param readOnly set by the server: whether it is the one that cannot be changed
 * @param name 1 to 64 characters, unique without regard to case
 * @param rules at most one per service; a service without a rule is allowed
 */
record AccessPolicyDocument(
        @Nullable UUID id,
        @Nullable Boolean readOnly,
        @Nullable String name,
        @Nullable List<RuleDocument> rules) {
    private static final int MAX_NAME = 64;
    /** Services that the specification names and the suite does not have yet. */
    private static final Set<String> LATER = Set.of("caldav", "carddav", "webdav", "jmap", "managesieve", "activesync");

    static AccessPolicyDocument of(AccessPolicy policy) {
        return new AccessPolicyDocument(
                policy.id().value(),
                policy.id().equals(AccessPolicy.DEFAULT.id()),
                policy.name(),
                policy.rules().stream().map(RuleDocument::of).toList());
    }

    /** The policy, or every fault of the document at once (ACP-2, ACP-3). */
    AccessPolicy checked(AccessPolicyId policy, GroupReferences groups) {
        Faults faults = new Faults();
        String given = name == null ? "" : name.strip();
        faults.require(
                !given.isEmpty() && given.length() <= MAX_NAME, "/name", "length", "A name has 1 to 64 characters.");
        List<RuleDocument> lines = rules == null ? List.of() : rules;
        List<Rule> checked = new ArrayList<>();
        Set<String> services = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String pointer = "/rules/" + i;
            RuleDocument line = lines.get(i);
            line.checked(pointer, groups, faults).ifPresent(checked::add);
            faults.require(
                    line.service() == null || services.add(line.service()),
                    pointer + "/service",
                    "repeated",
                    "A service has at most one rule.");
        }
        faults.throwIfAny();
        return new AccessPolicy(policy, given, checked);
    }

    /**
     * What holds for a service.
     *
     * @param service such as {@code smtp-submission}
     * @param verdict {@code allow}, {@code deny}, {@code allow-only-from} or {@code deny-from}
     * @param group id of the IP group of the latter two; null for the others
     */
    record RuleDocument(
            @Nullable String service,
            @Nullable String verdict,
            @Nullable UUID group) {
        static RuleDocument of(Rule rule) {
            return new RuleDocument(rule.service(), rule.verdict().word(), GroupReferences.shown(rule.group()));
        }

        Optional<Rule> checked(String pointer, GroupReferences groups, Faults faults) {
            if (service != null && LATER.contains(service)) {
                throw new ProblemException(
                        ProblemType.FEATURE_UNAVAILABLE, "The service %s is not there yet.".formatted(service));
            }
            Optional<AccessService> known = service == null ? Optional.empty() : AccessService.find(service);
            faults.require(
                    known.isPresent(), pointer + "/service", "unknown-service", "Policies have no such service.");
            Optional<Verdict> wanted = Arrays.stream(Verdict.values())
                    .filter(candidate -> candidate.word().equals(verdict))
                    .findFirst();
            if (wanted.isEmpty()) {
                faults.add(
                        pointer + "/verdict", "unknown-verdict", "One of allow, deny, allow-only-from and deny-from.");
                return Optional.empty();
            }
            faults.require(
                    wanted.get().needsGroup() == (group != null),
                    pointer + "/group",
                    group == null ? "missing" : "not-allowed",
                    "Exactly allow-only-from and deny-from name an IP group.");
            IpGroupId checkedGroup = groups.check(group, pointer + "/group", faults);
            return known.map(found -> new Rule(found.policyName(), wanted.get(), checkedGroup));
        }
    }
}
