package org.letterlock.standalone.suite;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.letterlock.admin.AdminApplication;
import org.letterlock.auth.AuthServiceApplication;
import org.letterlock.dkim.DkimApplication;
import org.letterlock.egress.EgressApplication;
import org.letterlock.ingress.mailbox.MailboxIngressApplication;
import org.letterlock.ingress.smtp.SmtpIngressApplication;
import org.letterlock.mailstore.MailstoreApplication;
import org.letterlock.senderpolicy.SenderPolicyApplication;

/**
 * A service of the suite, in the order in which they start: a door opens only when everything behind it answers, so that
 * nobody is turned away because of our start.
 */
public enum Part {
    AUTH("auth-service", AuthServiceApplication.class),
    MAILSTORE("mailstore-service", MailstoreApplication.class),
    SENDER_POLICY("sender-policy-service", SenderPolicyApplication.class),
    DKIM("dkim-service", DkimApplication.class),
    SMTP_EGRESS("smtp-egress", EgressApplication.class),
    ADMIN_API("admin-api", AdminApplication.class),
    SMTP_INGRESS("smtp-ingress", SmtpIngressApplication.class),
    MAILBOX_INGRESS("mailbox-ingress", MailboxIngressApplication.class);

    private final String serviceName;
    private final Class<?> application;

    Part(String serviceName, Class<?> application) {
        this.serviceName = serviceName;
        this.application = application;
    }

    /**
     * The part of that name.
     *
     * @throws IllegalArgumentException when no service has it
     */
    public static Part named(String serviceName) {
        return Stream.of(values())
                .filter(part -> part.serviceName.equals(serviceName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service is called " + serviceName));
    }

    public String serviceName() {
        return serviceName;
    }

    /** The class whose {@code main} runs the service as a process of its own. */
    public Class<?> application() {
        return application;
    }

    /** Those that must answer before this one starts. */
    public Set<Part> after() {
        return switch (this) {
            case AUTH, MAILSTORE, SENDER_POLICY, DKIM, SMTP_EGRESS -> Set.of();
            case ADMIN_API, SMTP_INGRESS -> Set.of(AUTH, MAILSTORE, SENDER_POLICY, DKIM, SMTP_EGRESS);
            case MAILBOX_INGRESS -> Set.of(AUTH, MAILSTORE);
        };
    }

    /** Whether its HTTP server is behind a door, in TLS, and answers nobody on the loopback address. */
    public boolean isPublic() {
        return doors().containsValue(Door.ADMIN);
    }

    /** The doors that this service opens, each with the setting that takes its port. */
    public Map<String, Door> doors() {
        return switch (this) {
            case AUTH, MAILSTORE, SENDER_POLICY, DKIM, SMTP_EGRESS -> Map.of();
            case ADMIN_API -> Map.of("letterlock.admin.port", Door.ADMIN);
            case SMTP_INGRESS ->
                Map.of(
                        "letterlock.smtp.ports.smtp", Door.SMTP,
                        "letterlock.smtp.ports.submission", Door.SUBMISSION,
                        "letterlock.smtp.ports.smtps", Door.SMTPS);
            case MAILBOX_INGRESS ->
                Map.of("letterlock.imap.ports.imap", Door.IMAP, "letterlock.imap.ports.imaps", Door.IMAPS);
        };
    }
}
