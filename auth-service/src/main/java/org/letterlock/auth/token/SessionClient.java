package org.letterlock.auth.token;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.WebSessionPolicy;

/** What holds a session, and so how it is shown and how long it lasts (SESS-4). */
public enum SessionClient {
    /** A program; shows a bearer token (RFC 6750), for twelve hours at most. */
    SCRIPT,
    /** The console in a browser; shows a cookie. */
    CONSOLE,
    /** The portal in a browser; shows a cookie, and may never do more than a USER. */
    PORTAL;

    /** Whether the session comes as a cookie, and not otherwise. */
    public boolean isBrowser() {
        return this != SCRIPT;
    }

    /** The limits that the policy sets; null where it sets none. */
    WebSessionPolicy.@Nullable Limits limits(WebSessionPolicy policy) {
        return switch (this) {
            case SCRIPT -> null;
            case CONSOLE -> policy.console();
            case PORTAL -> policy.portal();
        };
    }
}
