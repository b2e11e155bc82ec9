package org.letterlock.netty.session;

/** Why a session is ended from outside, and what its client is told (SESS-2, SESS-6, ACP-6). */
public enum SessionEnd {
    /** The access policy, or the allowed group of the service, has turned against it. */
    ACCESS_POLICY("Access policy changed"),
    ACCOUNT_DISABLED("Account disabled"),
    ACCOUNT_REMOVED("Account removed"),
    PASSWORD_CHANGED("Password changed"),
    CREDENTIAL_REVOKED("App password revoked"),
    BY_ADMINISTRATOR("Session ended by an administrator");

    private final String text;

    SessionEnd(String text) {
        this.text = text;
    }

    /** For the client. */
    public String text() {
        return text;
    }
}
