package org.letterlock.contracts.lockout;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;

/**
 * Whom a change would lock out (VAL-2): enabled accounts that had a way in and would have none.
 *
 * @param count how many
 * @param causes how many for each cause
 * @param affected the first of them, at most {@value #MAX_SHOWN}, in the order of their logins
 * @param digest SHA-256 of all of them with the causes: equal where the same would happen to the same accounts
 * @param report by which the whole list is found for a while; null where nobody is locked out
 * @param cutsOffCaller whether the caller could not use the administration any more
 * @param cutsOffLastAdministrator whether nobody would be left who can log in with the role FULL_ADMIN
 */
public record LockOut(
        long count,
        Map<Cause, Long> causes,
        List<Affected> affected,
        Octets digest,
        @Nullable UUID report,
        boolean cutsOffCaller,
        boolean cutsOffLastAdministrator) {
    /** How many accounts are named at once. */
    public static final int MAX_SHOWN = 100;

    public LockOut {
        causes = Map.copyOf(causes);
        affected = List.copyOf(affected);
    }

    /** The same, and the caller could not use the administration any more. */
    public LockOut cuttingOffCaller() {
        return new LockOut(count, causes, affected, digest, report, true, cutsOffLastAdministrator);
    }

    /** Whether anybody is locked out. */
    public boolean harms() {
        return count > 0 || isFatal();
    }

    /** Whether nobody may do it from elsewhere than the machine itself (VAL-3). */
    public boolean isFatal() {
        return cutsOffCaller || cutsOffLastAdministrator;
    }

    /**
     * An account that is locked out.
     *
     * @param service which it could use, by its name in access policies
     * @param likely whether it is judged by where it has logged in from lately, rather than certain
     */
    public record Affected(String account, String service, Cause cause, boolean likely) {}

    /** Why there is no way in any more. */
    public enum Cause {
        /** Of its password there is only a digest, which PLAIN and LOGIN alone can be checked with (POL-10). */
        DIGEST_ONLY,
        /** None of the methods can be checked with what is stored of its password (POL-9). */
        NO_USABLE_METHOD,
        /** The service is disabled or stopped. */
        SERVICE_CLOSED,
        /** The service is for a group that its addresses are not in (SVC-8). */
        ADDRESS_NOT_IN_GROUP,
        /** Its access policy denies the service (ACP-4). */
        ACCESS_POLICY,
        /** The directory that knows its password would not answer (DIR-1). */
        DIRECTORY_UNUSABLE;

        /** As the API writes it, such as {@code digest-only}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
