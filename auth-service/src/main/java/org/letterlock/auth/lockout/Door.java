package org.letterlock.auth.lockout;

import java.util.List;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.sasl.SaslProtocol;

/**
 * A service that accounts log in to with their mail programs. The console and the portal are none: whatever the policies say,
 * they take a password over TLS, and nobody reads mail there.
 *
 * @param id one of the ids of SVC-1
 * @param isImplicitTls whether there is no connection to it in the clear
 */
record Door(String id, AccessService service, SaslProtocol protocol, boolean isImplicitTls) {
    /** Those for reading first. */
    static final List<Door> ALL = List.of(
            new Door("imaps", AccessService.IMAP, SaslProtocol.IMAP, true),
            new Door("imap", AccessService.IMAP, SaslProtocol.IMAP, false),
            new Door("pop3s", AccessService.POP3, SaslProtocol.POP3, true),
            new Door("pop3", AccessService.POP3, SaslProtocol.POP3, false),
            new Door("smtps", AccessService.SMTP_SUBMISSION, SaslProtocol.SMTP, true),
            new Door("submission", AccessService.SMTP_SUBMISSION, SaslProtocol.SMTP, false),
            new Door("smtp", AccessService.SMTP_SUBMISSION, SaslProtocol.SMTP, false),
            new Door("nntps", AccessService.NNTP, SaslProtocol.NNTP, true),
            new Door("nntp", AccessService.NNTP, SaslProtocol.NNTP, false),
            new Door("ldaps", AccessService.LDAP, SaslProtocol.LDAP, true),
            new Door("ldap", AccessService.LDAP, SaslProtocol.LDAP, false));

    /** The channels by which it is reached, the better first. */
    List<Boolean> encrypted() {
        return isImplicitTls ? List.of(true) : List.of(true, false);
    }
}
