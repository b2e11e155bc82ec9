package org.letterlock.contracts.access;

/**
 * How long sessions of browsers last (SESS-4).
 *
 * @param bindToAddress whether a session ends when its client's address changes
 */
public record WebSessionPolicy(Limits console, Limits portal, boolean bindToAddress) {
    /** What holds until somebody changes it. */
    public static final WebSessionPolicy DEFAULT =
            new WebSessionPolicy(new Limits(900, 28_800), new Limits(3600, 86_400), false);

    /**
     * Limits of one kind of session.
     *
     * @param idleSeconds 300 to 604 800, after the last request
     * @param absoluteSeconds 3600 to 2 592 000, after the login
     */
    public record Limits(int idleSeconds, int absoluteSeconds) {}
}
