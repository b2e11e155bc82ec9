package org.letterlock.admin.securitypolicy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroup.Match;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.policy.LoginPolicy;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/**
 * The resource.
 *
 * @param mode default ENCRYPTED
 * @param secureAuthExemptGroup works in mode SECURE_AUTH only; null for nobody
 * @param encryptedExemptGroup works in mode ENCRYPTED only; null for nobody
 * @param methods SASL mechanisms by preference; what is not listed is off (POL-8)
 * @param confirm {@code everyone} where an exempt group holds every address (IPG-12); never shown
 */
record SecurityPolicyDocument(
        SecurityPolicy.@Nullable Mode mode,
        @Nullable UUID secureAuthExemptGroup,
        @Nullable UUID encryptedExemptGroup,
        @Nullable List<String> methods,
        @Nullable String confirm) {
    private static final String EVERYONE = "everyone";

    static SecurityPolicyDocument of(SecurityPolicy policy) {
        return new SecurityPolicyDocument(
                policy.mode(),
                value(policy.secureAuthExempt()),
                value(policy.encryptedExempt()),
                policy.methods(),
                null);
    }

    /** The policy, or every fault of the document at once. */
    SecurityPolicy checked(Map<IpGroupId, IpGroup> groups) {
        Faults faults = new Faults();
        requireKnown(secureAuthExemptGroup, "/secureAuthExemptGroup", groups, faults);
        requireKnown(encryptedExemptGroup, "/encryptedExemptGroup", groups, faults);
        Set<String> names = new LinkedHashSet<>();
        List<String> wanted = methods == null ? List.of() : methods;
        for (int i = 0; i < wanted.size(); i++) {
            String pointer = "/methods/" + i;
            SaslMechanism.find(wanted.get(i))
                    .ifPresentOrElse(
                            mechanism -> faults.require(
                                    names.add(mechanism.rfcName()), pointer, "repeated", "The method is listed twice."),
                            () -> faults.add(pointer, "unknown-method", "The suite does not have this method."));
        }
        faults.throwIfAny();
        if (names.isEmpty()) {
            throw new ProblemException(ProblemType.NO_METHOD, "Without a method nobody could log in.");
        }
        requireServed(names);
        requireConfirmation(groups);
        return new SecurityPolicy(
                mode == null ? SecurityPolicy.Mode.ENCRYPTED : mode,
                id(secureAuthExemptGroup),
                id(encryptedExemptGroup),
                List.copyOf(names));
    }

    // What needs a verifier that no account has yet would be announced and let nobody in.
    private static void requireServed(Set<String> names) {
        for (String name : names) {
            if (SaslMechanism.find(name)
                    .filter(mechanism -> !LoginPolicy.ordinaryVerifiers().contains(mechanism.needs()))
                    .isPresent()) {
                throw new ProblemException(
                        ProblemType.FEATURE_UNAVAILABLE, "Accounts have no credentials for %s yet.".formatted(name));
            }
        }
    }

    private void requireConfirmation(Map<IpGroupId, IpGroup> groups) {
        boolean coversEveryone =
                coversEveryone(id(secureAuthExemptGroup), groups) || coversEveryone(id(encryptedExemptGroup), groups);
        if (coversEveryone && !EVERYONE.equals(confirm)) {
            throw new ProblemException(
                    ProblemType.GROUP_COVERS_EVERYONE,
                    "An exempt group holds every address; send confirm with the value \"everyone\" if that is meant.");
        }
    }

    // Nesting is at most 16 deep and without cycles: the groups' own resource sees to that.
    private static boolean coversEveryone(@Nullable IpGroupId id, Map<IpGroupId, IpGroup> groups) {
        IpGroup group = id == null ? null : groups.get(id);
        return group != null
                && group.entries().stream().filter(IpGroup.Entry::enabled).anyMatch(entry -> switch (entry.match()) {
                    case Match.Network(var _, int prefixLength) -> prefixLength == 0;
                    case Match.Nested(IpGroupId inner) -> coversEveryone(inner, groups);
                    case Match.Range(String from, String to) ->
                        (from.equals("0.0.0.0") && to.equals("255.255.255.255"))
                                || (from.equals("::") && to.startsWith("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
                    case Match.Host _, Match.DnsName _, Match.ThisMachine _ -> false;
                });
    }

    private static void requireKnown(
            @Nullable UUID group, String pointer, Map<IpGroupId, IpGroup> groups, Faults faults) {
        faults.require(
                group == null || groups.containsKey(new IpGroupId(group)),
                pointer,
                "unknown-ip-group",
                "There is no such IP group.");
    }

    private static @Nullable IpGroupId id(@Nullable UUID value) {
        return value == null ? null : new IpGroupId(value);
    }

    private static @Nullable UUID value(@Nullable IpGroupId id) {
        return id == null ? null : id.value();
    }
}
