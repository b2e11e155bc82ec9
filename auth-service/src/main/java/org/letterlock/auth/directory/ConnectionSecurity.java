package org.letterlock.auth.directory;

/** How a connection is encrypted; there is no other (DIR-1). */
enum ConnectionSecurity {
    /** TLS from the first octet. */
    LDAPS(636),
    /** RFC 4511 section 4.14. */
    STARTTLS(389);

    private final int port;

    ConnectionSecurity(int port) {
        this.port = port;
    }

    int defaultPort() {
        return port;
    }
}
