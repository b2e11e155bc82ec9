package org.letterlock.auth;

/** Parts of the running service, for tests of one feature. */
public final class AuthServiceBeans {
    private AuthServiceBeans() {}

    /** The one of that type. */
    public static <T> T get(Class<T> type) {
        return AuthServiceFixture.running().bean(type);
    }

    /** An account with a password, in a domain of its own. */
    public static void createAccount(String domain, String login) {
        AuthServiceFixture.running().domain(domain);
        AuthServiceFixture.running().account(login, "a password");
    }
}
