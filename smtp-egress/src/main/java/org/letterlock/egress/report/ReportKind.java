package org.letterlock.egress.report;

import org.letterlock.contracts.mail.Recipient.Notify;

/** What a report tells (RFC 3464 section 2.3.3). */
public enum ReportKind {
    FAILED("failed", Notify.FAILURE),
    DELAYED("delayed", Notify.DELAY),
    RELAYED("relayed", Notify.SUCCESS);

    private final String action;
    private final Notify condition;

    ReportKind(String action, Notify condition) {
        this.action = action;
        this.condition = condition;
    }

    /** The word of the Action field. */
    String action() {
        return action;
    }

    /** What the sender asked for who wants such a report. */
    Notify condition() {
        return condition;
    }
}
