package org.letterlock.auth.factorpolicy;

import org.letterlock.service.web.Faults;

/**
 * What an administrator writes about the second factors of a domain; what is not said takes its default.
 *
 * @param allowed whether those may have one who need not; default true
 * @param forced whether everybody has to have one; default false
 * @param administratorsForced whether everybody has to whose role is AUDITOR or above; default true
 * @param rememberBrowserDays 0 to 365, for which a browser is not asked again; 0 to be asked at every login; default 30
 */
record SecondFactorPolicyDocument(
        boolean allowed, boolean forced, boolean administratorsForced, int rememberBrowserDays) {
    static final SecondFactorPolicyDocument DEFAULTS = of(SecondFactorPolicy.DEFAULT);

    static SecondFactorPolicyDocument of(SecondFactorPolicy policy) {
        return new SecondFactorPolicyDocument(
                policy.allowed(), policy.forced(), policy.administratorsForced(), policy.rememberBrowserDays());
    }

    /** The policy, or every fault of the document at once. */
    SecondFactorPolicy checked() {
        Faults faults = new Faults();
        faults.require(allowed || !forced, "/allowed", "forced", "What everybody has to have is allowed.");
        SecondFactorPolicy policy = new SecondFactorPolicy(
                allowed,
                forced,
                administratorsForced,
                faults.within(rememberBrowserDays, 0, 0, 365, "/rememberBrowserDays"));
        faults.throwIfAny();
        return policy;
    }
}
