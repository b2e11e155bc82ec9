package org.letterlock.admin.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.setting.Choices;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.smtp.RelayPolicy;
import org.letterlock.contracts.smtp.RelayPolicy.Mode;
import org.letterlock.service.web.Faults;

/**
 * The resource {@code /smtp/relay}. What is not said takes its default.
 *
 * @param mode {@code restricted}, the default, or {@code open} (RELAY-1)
 * @param allowAuthenticated whether whoever has logged in may relay; default true (RELAY-2)
 * @param relayGroup id of an IP group whose members may without a login; null for nobody (RELAY-2)
 * @param confirm {@code open-relay} for mode {@code open}, {@code everyone} where the group holds every address; never shown
 * @param warnings {@code open-relay} while that is so; not looked at when written
 */
record RelayPolicyDocument(
        @Nullable String mode,
        @Nullable Boolean allowAuthenticated,
        @Nullable UUID relayGroup,
        @Nullable String confirm,
        @Nullable List<String> warnings) {
    private static final String OPEN_RELAY = "open-relay";

    static RelayPolicyDocument of(RelayPolicy policy) {
        return new RelayPolicyDocument(
                policy.mode().name().toLowerCase(Locale.ROOT),
                policy.allowAuthenticated(),
                GroupReferences.shown(policy.relayGroup()),
                null,
                policy.mode() == Mode.OPEN ? List.of(OPEN_RELAY) : List.of());
    }

    /** The policy, or every fault of the document at once. */
    RelayPolicy checked(GroupReferences groups) {
        RelayPolicy defaults = RelayPolicy.DEFAULT;
        Faults faults = new Faults();
        IpGroupId group = groups.check(relayGroup, "/relayGroup", faults);
        Mode wanted = Choices.of(Mode.class, mode, defaults.mode(), "/mode", faults);
        faults.require(
                wanted != Mode.OPEN || OPEN_RELAY.equals(confirm),
                "/confirm",
                "required",
                "Everybody may send mail to anybody through an open relay; send confirm with the value \"open-relay\" if"
                        + " that is meant.");
        faults.throwIfAny();
        if (wanted != Mode.OPEN) {
            groups.requireConfirmation(confirm, group);
        }
        return new RelayPolicy(
                wanted, Objects.requireNonNullElse(allowAuthenticated, defaults.allowAuthenticated()), group);
    }
}
