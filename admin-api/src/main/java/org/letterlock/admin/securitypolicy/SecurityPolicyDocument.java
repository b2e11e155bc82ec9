package org.letterlock.admin.securitypolicy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
 * @param tlsTunnel whether TLS makes it secure to show a password (POL-4); default on
 * @param authOnPort25 whether one may log in on port 25 (POL-13); default on
 * @param warnings what the administrator may not have meant; shown only
 * @param confirm {@code everyone} where an exempt group holds every address (IPG-12); never shown
 */
record SecurityPolicyDocument(
        SecurityPolicy.@Nullable Mode mode,
        @Nullable UUID secureAuthExemptGroup,
        @Nullable UUID encryptedExemptGroup,
        @Nullable List<String> methods,
        @Nullable Boolean tlsTunnel,
        @Nullable Boolean authOnPort25,
        @Nullable List<String> warnings,
        @Nullable String confirm) {
    static SecurityPolicyDocument of(SecurityPolicy policy, List<String> warnings) {
        return new SecurityPolicyDocument(
                policy.mode(),
                GroupReferences.shown(policy.secureAuthExempt()),
                GroupReferences.shown(policy.encryptedExempt()),
                policy.methods(),
                policy.hasTlsTunnel(),
                policy.permitsAuthOnPort25(),
                warnings,
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
        requireTunnel(names);
        groups.requireConfirmation(confirm, secureAuthExempt, encryptedExempt);
        return new SecurityPolicy(
                mode == null ? SecurityPolicy.Mode.ENCRYPTED : mode,
                secureAuthExempt,
                encryptedExempt,
                List.copyOf(names),
                !Boolean.FALSE.equals(tlsTunnel),
                !Boolean.FALSE.equals(authOnPort25));
    }

    // Without a challenge mechanism nobody could log in where only TLS makes a password secure.
    private void requireTunnel(Set<String> names) {
        List<SaslMechanism> enabled = names.stream()
                .map(SaslMechanism::find)
                .flatMap(Optional::stream)
                .toList();
        if (Boolean.FALSE.equals(tlsTunnel) && LoginPolicy.needsTunnel(enabled)) {
            throw new ProblemException(
                    ProblemType.TUNNEL_REQUIRED,
                    "Without a challenge method TLS has to make passwords secure; leave tlsTunnel on.");
        }
    }

    // What needs a verifier that no account has yet would be announced and let nobody in.
    private static void requireServed(Set<String> names) {
        for (String name : names) {
            if (SaslMechanism.find(name)
                    .filter(mechanism -> !LoginPolicy.localVerifiers().contains(mechanism.needs()))
                    .isPresent()) {
                throw new ProblemException(
                        ProblemType.FEATURE_UNAVAILABLE, "Accounts have no credentials for %s yet.".formatted(name));
            }
        }
    }
}
