package org.letterlock.admin.securitypolicy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.ipgroup.GroupReferences;
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
    static SecurityPolicyDocument of(SecurityPolicy policy) {
        return new SecurityPolicyDocument(
                policy.mode(),
                GroupReferences.shown(policy.secureAuthExempt()),
                GroupReferences.shown(policy.encryptedExempt()),
                policy.methods(),
                null);
    }

    /** The policy, or every fault of the document at once. */
    SecurityPolicy checked(GroupReferences groups) {
        Faults faults = new Faults();
        IpGroupId secureAuthExempt = groups.check(secureAuthExemptGroup, "/secureAuthExemptGroup", faults);
        IpGroupId encryptedExempt = groups.check(encryptedExemptGroup, "/encryptedExemptGroup", faults);
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
        groups.requireConfirmation(confirm, secureAuthExempt, encryptedExempt);
        return new SecurityPolicy(
                mode == null ? SecurityPolicy.Mode.ENCRYPTED : mode,
                secureAuthExempt,
                encryptedExempt,
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
}
