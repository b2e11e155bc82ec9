package org.letterlock.service;

/**
 * The order in which the parts of a service start; they stop in the opposite order. Values for
 * {@code SmartLifecycle.getPhase()}.
 */
public final class StartPhase {
    /** Topics are created. */
    public static final int TOPICS = -500;
    /** Replicated views are loaded to the end. */
    public static final int VIEWS = -400;
    /** Answers can be received. */
    public static final int REQUESTERS = -300;
    /** What was committed is published. */
    public static final int OUTBOX = -200;
    /** Where a service's own background work belongs, and what Spring takes for unset. */
    public static final int WORK = 0;
    /** Records and requests come in. */
    public static final int CONSUMERS = 1000;
    /** Where the listeners of protocol ports belong: everything that they need is there, and goes after them. */
    public static final int LISTENERS = 2000;

    private StartPhase() {}
}
