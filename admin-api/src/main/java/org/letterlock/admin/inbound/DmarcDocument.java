package org.letterlock.admin.inbound;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.setting.Choices;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.inbound.DmarcEnforcement;
import org.letterlock.contracts.inbound.DmarcEnforcement.OnReject;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/**
 * The resource {@code /inbound/dmarc}. What is not said takes its default.
 *
 * @param rejectMode {@code evidence}, the default, {@code always} or {@code quarantine} (DMARC-4); {@code tag} when messages are
 *     tagged
 * @param exemptGroup id of an IP group whose mail is not judged (DMARC-6); null for nobody. Nor is that of a client which
 *     {@code /inbound/spf} exempts
 * @param exemptDomains author domains whose mail is never held against it (DMARC-6), at most 1000
 * @param trustedSealers domains whose unbroken ARC chain speaks for a message that fails (ARC-2); none until that is decided on
 * @param confirm {@code everyone} where the group holds every address; never shown
 */
record DmarcDocument(
        @Nullable String rejectMode,
        @Nullable UUID exemptGroup,
        @Nullable List<String> exemptDomains,
        @Nullable List<String> trustedSealers,
        @Nullable String confirm) {
    private static final int MAX_DOMAINS = 1000;
    private static final String POINTER = "/exemptDomains";
    private static final String TAG = "tag";

    static DmarcDocument of(DmarcEnforcement enforcement) {
        return new DmarcDocument(
                enforcement.onReject().name().toLowerCase(Locale.ROOT),
                GroupReferences.shown(enforcement.exemptGroup()),
                shown(enforcement.exemptDomains()),
                List.of(),
                null);
    }

    /** The setting, or every fault of the document at once. */
    DmarcEnforcement checked(GroupReferences groups) {
        if (TAG.equals(rejectMode)) {
            throw new ProblemException(ProblemType.FEATURE_UNAVAILABLE, "Messages are not tagged yet.");
        }
        if (trustedSealers != null && !trustedSealers.isEmpty()) {
            throw new ProblemException(ProblemType.FEATURE_UNAVAILABLE, "No chain speaks for a message yet.");
        }
        Faults faults = new Faults();
        IpGroupId exempt = groups.check(exemptGroup, "/exemptGroup", faults);
        OnReject onReject =
                Choices.of(OnReject.class, rejectMode, DmarcEnforcement.DEFAULT.onReject(), "/rejectMode", faults);
        Set<Domain> domains = domains(exemptDomains, faults);
        faults.throwIfAny();
        groups.requireConfirmation(confirm, exempt);
        return new DmarcEnforcement(onReject, exempt, domains);
    }

    private static Set<Domain> domains(@Nullable List<String> given, Faults faults) {
        List<String> names = given == null ? List.of() : given;
        faults.require(names.size() <= MAX_DOMAINS, POINTER, "range", "At most 1000 domains.");
        Set<Domain> domains = new HashSet<>();
        for (@Nullable String name : names.subList(0, Math.min(MAX_DOMAINS, names.size()))) {
            if (name != null
                    && Domain.parse(name) instanceof Parsed<Domain>(Domain domain)
                    && !domain.isAddressLiteral()) {
                domains.add(domain);
            } else {
                faults.require(false, POINTER, "syntax", "Not a domain: " + name);
            }
        }
        return domains;
    }

    private static List<String> shown(Set<Domain> domains) {
        return domains.stream().map(Domain::text).sorted().toList();
    }
}
