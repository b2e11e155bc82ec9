package org.letterlock.auth;

/** Parts of the running service, for tests of one feature. */
public final class AuthServiceBeans {
    private AuthServiceBeans() {}

    /** The one of that type. */
    public static <T> T get(Class<T> type) {
        return AuthServiceFixture.running().bean(type);
    }
}
