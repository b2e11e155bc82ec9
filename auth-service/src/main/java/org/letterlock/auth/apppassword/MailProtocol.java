package org.letterlock.auth.apppassword;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an app password can be good for; each stands for all the services that speak that protocol. */
enum MailProtocol {
    SMTP,
    IMAP,
    POP3,
    NNTP,
    LDAP;

    /**
     * The protocol that a service speaks; empty for the console and the like, where app passwords are good for nothing.
     *
     * @param service one of the ids of SVC-1, or the name in access policies (ACP-3)
     */
    static Optional<MailProtocol> ofService(String service) {
        return switch (service) {
            case "smtp-submission", "smtp", "smtps", "submission" -> Optional.of(SMTP);
            case "imap", "imaps" -> Optional.of(IMAP);
            case "pop3", "pop3s" -> Optional.of(POP3);
            case "nntp", "nntps" -> Optional.of(NNTP);
            case "ldap", "ldaps" -> Optional.of(LDAP);
            default -> Optional.empty();
        };
    }

    /** The protocol of that name, as the API writes it. */
    static Optional<MailProtocol> find(String name) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.text().equals(name))
                .findFirst();
    }

    /** As the API writes it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
