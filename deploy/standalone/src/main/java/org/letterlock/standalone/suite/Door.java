package org.letterlock.standalone.suite;

/** A port that the world outside is served on. */
public enum Door {
    SMTP(25, "receives mail from other servers"),
    SUBMISSION(587, "takes mail from users, STARTTLS"),
    SMTPS(465, "takes mail from users, TLS"),
    IMAP(143, "mailboxes, STARTTLS"),
    IMAPS(993, "mailboxes, TLS"),
    ADMIN(4040, "administration, TLS");

    private final int standardPort;
    private final String purpose;

    Door(int standardPort, String purpose) {
        this.standardPort = standardPort;
        this.purpose = purpose;
    }

    public int standardPort() {
        return standardPort;
    }

    public String purpose() {
        return purpose;
    }
}
