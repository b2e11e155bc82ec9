package org.letterlock.admin.securitypolicy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.session.SessionForecast.Ending;
import org.letterlock.contracts.lockout.LockOut;
import org.letterlock.contracts.lockout.LockOut.Cause;
import org.letterlock.service.lockout.LockOutAcceptance;
import org.letterlock.service.lockout.LockOutAcceptance.AffectedDocument;

/**
 * What a policy would do if it were set (POL-11).
 *
 * @param lockedOut accounts that could no longer log in, by reason
 * @param affectedList where the whole list is found for five minutes; null where nobody is locked out
 * @param sessionsEnding how many running sessions would end
 * @param sessions the first of them, at most 100
 * @param warnings what the administrator may not have meant
 */
record PolicyDryRun(
        List<LockedOut> lockedOut,
        @Nullable String affectedList,
        int sessionsEnding,
        List<Ending> sessions,
        List<String> warnings) {
    PolicyDryRun {
        lockedOut = List.copyOf(lockedOut);
        sessions = List.copyOf(sessions);
        warnings = List.copyOf(warnings);
    }

    /**
     * Accounts that one reason shuts out.
     *
     * @param accounts of the first hundred that are locked out at all
     */
    record LockedOut(String reason, long count, List<AffectedDocument> accounts) {}

    static PolicyDryRun of(LockOut lockOut, List<Ending> ending, List<String> warnings) {
        return new PolicyDryRun(
                lockOut.causes().entrySet().stream()
                        .sorted(Comparator.comparing(Map.Entry::getKey))
                        .map(cause -> new LockedOut(
                                cause.getKey().word(), cause.getValue(), accounts(lockOut, cause.getKey())))
                        .toList(),
                LockOutAcceptance.affectedList(lockOut),
                ending.size(),
                ending.stream().limit(LockOut.MAX_SHOWN).toList(),
                warnings);
    }

    private static List<AffectedDocument> accounts(LockOut lockOut, Cause cause) {
        return lockOut.affected().stream()
                .filter(affected -> affected.cause() == cause)
                .map(AffectedDocument::of)
                .toList();
    }
}
