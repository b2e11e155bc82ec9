package org.letterlock.admin.service;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.setting.Choices;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.service.web.Faults;

/**
 * The resource {@code /admin-access}: from where the administration may be reached. The machine itself always may (ADM-1).
 *
 * @param remote {@code on}, the default, for every address, {@code group}, or {@code off} for the machine itself only
 * @param group id of an IP group, exactly for {@code group}; null otherwise
 */
record AdminAccessDocument(
        @Nullable String remote, @Nullable UUID group) {
    /** From where. */
    enum Remote {
        ON,
        OFF,
        GROUP
    }

    static AdminAccessDocument of(ServicePolicy policy) {
        if (policy.thisMachineOnly()) {
            return new AdminAccessDocument("off", null);
        }
        UUID allowed = GroupReferences.shown(policy.allowedGroup());
        return new AdminAccessDocument(allowed == null ? "on" : "group", allowed);
    }

    /** The policy that the document asks for, or every fault of it at once. */
    ServicePolicy checked(ServicePolicy current, GroupReferences groups) {
        Faults faults = new Faults();
        Remote wanted = Choices.of(Remote.class, remote, Remote.ON, "/remote", faults);
        IpGroupId allowed = groups.check(group, "/group", faults);
        faults.require(
                (wanted == Remote.GROUP) == (group != null),
                "/group",
                group == null ? "missing" : "not-allowed",
                "Exactly remote group names an IP group.");
        faults.throwIfAny();
        return current.admitting(allowed, wanted == Remote.OFF);
    }
}
