package org.letterlock.admin.websession;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.WebSessionPolicy;
import org.letterlock.service.web.Faults;

/**
 * The resource {@code /web-sessions}. What is not said takes its default.
 *
 * @param console limits of the console's sessions; default 900 and 28 800
 * @param portal limits of the portal's sessions; default 3600 and 86 400
 * @param bindToAddress whether a session ends when its client's address changes; default false
 */
record WebSessionDocument(
        @Nullable Limits console,
        @Nullable Limits portal,
        @Nullable Boolean bindToAddress) {
    private static final int MIN_IDLE = 300;
    private static final int MAX_IDLE = 604_800;
    private static final int MIN_ABSOLUTE = 3600;
    private static final int MAX_ABSOLUTE = 2_592_000;

    /**
     * Limits in seconds.
     *
     * @param idleTimeout 300 to 604 800 after the last request
     * @param absoluteTimeout 3600 to 2 592 000 after the login
     */
    record Limits(@Nullable Integer idleTimeout, @Nullable Integer absoluteTimeout) {
        static final Limits DEFAULTS = new Limits(null, null);

        static Limits of(WebSessionPolicy.Limits limits) {
            return new Limits(limits.idleSeconds(), limits.absoluteSeconds());
        }

        WebSessionPolicy.Limits checked(WebSessionPolicy.Limits defaults, String pointer, Faults faults) {
            return new WebSessionPolicy.Limits(
                    faults.within(idleTimeout, defaults.idleSeconds(), MIN_IDLE, MAX_IDLE, pointer + "/idleTimeout"),
                    faults.within(
                            absoluteTimeout,
                            defaults.absoluteSeconds(),
                            MIN_ABSOLUTE,
                            MAX_ABSOLUTE,
                            pointer + "/absoluteTimeout"));
        }
    }

    static WebSessionDocument of(WebSessionPolicy policy) {
        return new WebSessionDocument(Limits.of(policy.console()), Limits.of(policy.portal()), policy.bindToAddress());
    }

    /** The policy, or every fault of the document at once. */
    WebSessionPolicy checked() {
        WebSessionPolicy defaults = WebSessionPolicy.DEFAULT;
        Faults faults = new Faults();
        WebSessionPolicy policy = new WebSessionPolicy(
                Objects.requireNonNullElse(console, Limits.DEFAULTS).checked(defaults.console(), "/console", faults),
                Objects.requireNonNullElse(portal, Limits.DEFAULTS).checked(defaults.portal(), "/portal", faults),
                Objects.requireNonNullElse(bindToAddress, defaults.bindToAddress()));
        faults.throwIfAny();
        return policy;
    }
}
