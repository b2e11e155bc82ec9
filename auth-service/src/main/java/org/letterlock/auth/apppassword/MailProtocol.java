package org.letterlock.auth.apppassword;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.letterlock.contracts.access.AccessService;

/** What an app password can be good for; each stands for all the services that speak that protocol. */
public enum MailProtocol {
    SMTP(AccessService.SMTP_SUBMISSION),
    IMAP(AccessService.IMAP),
    POP3(AccessService.POP3),
    NNTP(AccessService.NNTP),
    LDAP(AccessService.LDAP);

    private final AccessService service;

    MailProtocol(AccessService service) {
        this.service = service;
    }

    /** What access policies call the services that speak it. */
    public AccessService service() {
        return service;
    }

    /**
     * The protocol that a service speaks; empty for the console and the like, where app passwords are good for nothing.
     *
     * @param service one of the ids of SVC-1, or the name in access policies (ACP-3)
     */
    static Optional<MailProtocol> ofService(String service) {
        return AccessService.find(service)
                .or(() -> AccessService.ofPort(service))
                .flatMap(known -> Arrays.stream(values())
                        .filter(protocol -> protocol.service == known)
                        .findFirst());
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
