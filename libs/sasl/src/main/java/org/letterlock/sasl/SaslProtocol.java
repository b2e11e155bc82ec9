package org.letterlock.sasl;

/** The protocols that a login can come by, with their service names of the GSSAPI registry (RFC 4422 section 4, item 1). */
public enum SaslProtocol {
    SMTP("smtp"),
    IMAP("imap"),
    POP3("pop"),
    NNTP("nntp"),
    LDAP("ldap");

    private final String serviceName;

    SaslProtocol(String serviceName) {
        this.serviceName = serviceName;
    }

    /** The name that a digest-uri begins with. */
    public String serviceName() {
        return serviceName;
    }
}
