package org.letterlock.admin.securitypolicy;

import java.util.List;
import java.util.Locale;
import org.letterlock.contracts.authentication.AuthenticationReply.ShutOut;

/**
 * What a policy would do if it were set (POL-11).
 *
 * @param lockedOut accounts that could no longer log in, by reason
 * @param warnings what the administrator may not have meant
 */
record PolicyDryRun(List<LockedOut> lockedOut, List<String> warnings) {
    PolicyDryRun {
        lockedOut = List.copyOf(lockedOut);
        warnings = List.copyOf(warnings);
    }

    /**
     * Accounts that one reason shuts out.
     *
     * @param accounts the first of them, at most 100
     */
    record LockedOut(String reason, long count, List<String> accounts) {}

    /** One account that is shut out, as a refused write names it (VAL-2). */
    record Affected(String account, String reason) {}

    static PolicyDryRun of(List<ShutOut> shutOut, List<String> warnings) {
        return new PolicyDryRun(
                shutOut.stream()
                        .map(group -> new LockedOut(reason(group.cause()), group.count(), group.logins()))
                        .toList(),
                warnings);
    }

    static List<Affected> affected(List<ShutOut> shutOut) {
        return shutOut.stream()
                .flatMap(group -> group.logins().stream().map(login -> new Affected(login, reason(group.cause()))))
                .limit(100)
                .toList();
    }

    private static String reason(ShutOut.Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
