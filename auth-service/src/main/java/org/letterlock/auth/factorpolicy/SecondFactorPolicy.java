package org.letterlock.auth.factorpolicy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.letterlock.contracts.directory.Role;

/**
 * What a domain wants of second factors (MFA-2).
 *
 * @param allowed whether those may have one who need not
 * @param forced whether everybody has to have one
 * @param administratorsForced whether everybody has to whose role is AUDITOR or above
 * @param rememberBrowserDays 0 to 365, for which a browser is not asked again; 0 to be asked at every login
 */
public record SecondFactorPolicy(
        boolean allowed, boolean forced, boolean administratorsForced, int rememberBrowserDays) {
    /** What holds until somebody changes it, and for the built-in administrator, who has no domain. */
    public static final SecondFactorPolicy DEFAULT = new SecondFactorPolicy(true, false, true, 30);

    /** What a query about accounts {@code a} selects for {@link #of}. */
    public static final String COLUMNS = " s.domain_id IS NOT NULL AS factor_policy, s.allowed AS factor_allowed, "
            + "s.forced AS factor_forced, s.administrators_forced AS factor_administrators_forced, "
            + "s.remember_browser_days AS factor_remember_browser_days ";

    /** What it joins. */
    public static final String JOIN = " LEFT JOIN second_factor_policies s ON s.domain_id = a.domain_id ";

    /** What the row says. */
    public static SecondFactorPolicy of(ResultSet row) throws SQLException {
        return row.getBoolean("factor_policy")
                ? new SecondFactorPolicy(
                        row.getBoolean("factor_allowed"),
                        row.getBoolean("factor_forced"),
                        row.getBoolean("factor_administrators_forced"),
                        row.getInt("factor_remember_browser_days"))
                : DEFAULT;
    }

    /** Whether somebody of that effective role has to have a second factor. */
    public boolean forces(Role effective) {
        return forced || (administratorsForced && effective.compareTo(Role.AUDITOR) >= 0);
    }

    /** Whether somebody has to have a second factor who need not with the other policy. */
    boolean forcesMoreThan(SecondFactorPolicy other) {
        return !other.forced && (forced || (administratorsForced && !other.administratorsForced));
    }

    /** Whether somebody of that effective role may have one. */
    public boolean allows(Role effective) {
        return allowed || forces(effective);
    }

    /** For how long a browser is not asked again. */
    public Duration rememberBrowser() {
        return Duration.ofDays(rememberBrowserDays);
    }
}
