package org.letterlock.admin.tls;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.HstsPolicy;
import org.letterlock.service.web.Faults;

/**
 * The resource {@code /hsts} (HSTS-1). What is not said takes its default.
 *
 * @param maxAge seconds, 0 to 63072000; default 31536000
 * @param includeSubDomains default false
 * @param preload default false
 */
record HstsDocument(
        @Nullable Integer maxAge,
        @Nullable Boolean includeSubDomains,
        @Nullable Boolean preload) {
    private static final int MAX_AGE = 63_072_000;

    static HstsDocument of(HstsPolicy policy) {
        return new HstsDocument(policy.maxAge(), policy.includeSubDomains(), policy.preload());
    }

    /** The policy, or every fault of the document at once. */
    HstsPolicy checked() {
        Faults faults = new Faults();
        HstsPolicy policy = new HstsPolicy(
                faults.within(maxAge, HstsPolicy.DEFAULT.maxAge(), 0, MAX_AGE, "/maxAge"),
                Boolean.TRUE.equals(includeSubDomains),
                Boolean.TRUE.equals(preload));
        faults.throwIfAny();
        return policy;
    }
}
