package org.letterlock.contracts.access;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What access policies call a service (ACP-3): a protocol, whichever port and transport it comes by. */
public enum AccessService {
    /** Every authenticated use of SMTP. */
    SMTP_SUBMISSION("smtp-submission", "smtp", "submission", "smtps"),
    IMAP("imap", "imap", "imaps"),
    POP3("pop3", "pop3", "pop3s"),
    NNTP("nntp", "nntp", "nntps"),
    LDAP("ldap", "ldap", "ldaps"),
    /** The pages for users on port 443. */
    PORTAL("portal", "https"),
    /** The console and the REST API on port 4040. */
    ADMIN("admin", "admin");

    private final String policyName;

    @SuppressWarnings("ImmutableEnumChecker") // a copy
    private final Set<String> services;

    AccessService(String policyName, String... services) {
        this.policyName = policyName;
        this.services = Set.of(services);
    }

    /** The name in a policy, such as {@code smtp-submission}. */
    public String policyName() {
        return policyName;
    }

    /** The service of that name in a policy. */
    public static Optional<AccessService> find(String policyName) {
        return Arrays.stream(values())
                .filter(service -> service.policyName.equals(policyName))
                .findFirst();
    }

    /** What one of the fourteen services of SVC-1, such as {@code imaps}, is in a policy; empty where nobody logs in. */
    public static Optional<AccessService> ofPort(String service) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.services.contains(service))
                .findFirst();
    }
}
