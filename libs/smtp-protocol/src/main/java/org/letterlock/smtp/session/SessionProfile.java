package org.letterlock.smtp.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.letterlock.mailsyntax.address.Domain;

/**
 * The settings that a session runs under. The driver hands in the current ones with each event, so that a change acts on
 * open sessions too.
 *
 * @param hostName in the greeting and in the reply to EHLO
 * @param software what the greeting tells of the server; empty for nothing (SVC-12)
 * @param offersStartTls whether there is a certificate and TLS does not start with the connection
 * @param ownNames names and address literals that this peer may not introduce itself with; empty for our own machines
 * @param maxRecipients of one message (LIMIT-6)
 * @param maxMessageSize octets of one message; the strictest limit that holds for this sender (LIMIT-7)
 * @param maxFailedCommands after so many the session ends (SMTP-11)
 */
public record SessionProfile(
        Domain hostName,
        String software,
        ServerRole role,
        boolean offersStartTls,
        SecurityRules security,
        Set<Domain> ownNames,
        int maxRecipients,
        long maxMessageSize,
        int maxFailedCommands) {
    public static final int DEFAULT_MAX_RECIPIENTS = 100;
    public static final long DEFAULT_MAX_MESSAGE_SIZE = 50L * 1024 * 1024;
    public static final int DEFAULT_MAX_FAILED_COMMANDS = 10;

    public SessionProfile {
        ownNames = Set.copyOf(ownNames);
        if (maxRecipients < 1 || maxMessageSize < 1 || maxFailedCommands < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }

    /** The keywords that EHLO is answered with (SMTP-1). */
    List<String> keywords(Session session) {
        List<String> keywords = new ArrayList<>(List.of(
                "PIPELINING",
                "SIZE " + maxMessageSize,
                "8BITMIME",
                "CHUNKING",
                "DSN",
                "ENHANCEDSTATUSCODES",
                "LIMITS RCPTMAX=" + maxRecipients));
        if (offersStartTls && session.protection() == Protection.CLEAR) {
            keywords.add("STARTTLS");
        }
        List<String> mechanisms = security.offeredMechanisms(session.protection());
        if (!mechanisms.isEmpty() && session.login() instanceof Login.Nobody) {
            keywords.add("AUTH " + String.join(" ", mechanisms));
        }
        return keywords;
    }
}
