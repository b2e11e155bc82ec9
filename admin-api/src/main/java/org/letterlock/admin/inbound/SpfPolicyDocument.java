package org.letterlock.admin.inbound;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.setting.Choices;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.inbound.SpfPolicy;
import org.letterlock.contracts.inbound.SpfPolicy.Action;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/**
 * The resource {@code /inbound/spf}. What is not said takes its default.
 *
 * @param failAction {@code log}, the default, or {@code block} (SPF-2); {@code score} when there is a score
 * @param permerrorAction the same for a record that cannot be understood (SPF-3)
 * @param text of the reply to a failure, 1 to 200 printable ASCII characters; null for the domain's own explanation
 * @param exemptGroup id of an IP group that is not checked (SPF-5); null for nobody
 * @param confirm {@code everyone} where the group holds every address; never shown
 */
record SpfPolicyDocument(
        @Nullable String failAction,
        @Nullable String permerrorAction,
        @Nullable String text,
        @Nullable UUID exemptGroup,
        @Nullable String confirm) {
    private static final int MAX_TEXT = 200;
    private static final String SCORE = "score";

    static SpfPolicyDocument of(SpfPolicy policy) {
        return new SpfPolicyDocument(
                policy.onFail().name().toLowerCase(Locale.ROOT),
                policy.onPermanentError().name().toLowerCase(Locale.ROOT),
                policy.text(),
                GroupReferences.shown(policy.exemptGroup()),
                null);
    }

    /** The policy, or every fault of the document at once. */
    SpfPolicy checked(GroupReferences groups) {
        if (SCORE.equals(failAction) || SCORE.equals(permerrorAction)) {
            throw new ProblemException(ProblemType.FEATURE_UNAVAILABLE, "Messages are not scored yet.");
        }
        SpfPolicy defaults = SpfPolicy.DEFAULT;
        Faults faults = new Faults();
        IpGroupId exempt = groups.check(exemptGroup, "/exemptGroup", faults);
        Action onFail = Choices.of(Action.class, failAction, defaults.onFail(), "/failAction", faults);
        Action onPermanentError =
                Choices.of(Action.class, permerrorAction, defaults.onPermanentError(), "/permerrorAction", faults);
        faults.require(
                text == null || isReplyText(text), "/text", "range", "1 to 200 printable ASCII characters, or null.");
        faults.throwIfAny();
        groups.requireConfirmation(confirm, exempt);
        return new SpfPolicy(onFail, onPermanentError, text, exempt);
    }

    private static boolean isReplyText(String text) {
        return !text.isBlank() && text.length() <= MAX_TEXT && text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }
}
