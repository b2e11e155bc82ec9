package org.letterlock.contracts.inbound;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.mailsyntax.address.Domain;

/**
 * What follows from a DMARC result (DMARC-3 to DMARC-6).
 *
 * @param onReject of a message that fails where the author's domain asks to refuse it
 * @param exemptGroup clients whose mail is not judged; null for none
 * @param exemptDomains author domains whose mail is judged and never held against it
 */
public record DmarcEnforcement(OnReject onReject, @Nullable IpGroupId exemptGroup, Set<Domain> exemptDomains) {
    /** What holds until somebody changes it. */
    public static final DmarcEnforcement DEFAULT = new DmarcEnforcement(OnReject.EVIDENCE, null, Set.of());

    public DmarcEnforcement {
        exemptDomains = Set.copyOf(exemptDomains);
    }

    /** What a policy of reject does. */
    public enum OnReject {
        /** Refuses where something else speaks against the message, too; else it goes to Junk (RFC 9989 section 7.4). */
        EVIDENCE,
        /** Refuses. */
        ALWAYS,
        /** The message goes to Junk. */
        QUARANTINE
    }
}
