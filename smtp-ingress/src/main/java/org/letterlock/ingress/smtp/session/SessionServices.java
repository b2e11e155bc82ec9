package org.letterlock.ingress.smtp.session;

import java.time.Duration;
import java.util.function.Supplier;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.contracts.smtp.SmtpLimits;
import org.letterlock.ingress.smtp.content.DiskRoom;
import org.letterlock.ingress.smtp.content.HeaderJudgement;
import org.letterlock.ingress.smtp.content.HeldOctets;
import org.letterlock.ingress.smtp.intake.MessageIntake;
import org.letterlock.ingress.smtp.origin.SpfChecks;
import org.letterlock.ingress.smtp.policy.ClientLimits;
import org.letterlock.ingress.smtp.policy.RecipientRules;
import org.letterlock.ingress.smtp.policy.SenderChecks;
import org.letterlock.ingress.smtp.policy.SessionProfiles;
import org.letterlock.mailsyntax.conversion.ConversionScope;
import org.letterlock.netty.session.SessionSeats;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.service.kafka.Requester;
import org.letterlock.service.sealing.ContentSealer;
import org.letterlock.service.sealing.SecretEnvelopes;

/**
 * What the sessions of a service share.
 *
 * @param limits those in force, asked for at each use, as is {@code delivery}
 */
public record SessionServices(
        SessionProfiles profiles,
        TlsContexts tls,
        Requester<AuthenticationRequest, AuthenticationReply> authentication,
        SecretEnvelopes envelopes,
        SenderChecks senderChecks,
        SpfChecks spfChecks,
        RecipientRules recipientRules,
        ClientLimits clientLimits,
        HeaderJudgement headerJudgement,
        ContentSealer sealer,
        HeldOctets heldOctets,
        DiskRoom diskRoom,
        MessageIntake intake,
        SecurityReports reports,
        SessionSeats seats,
        Timings timings,
        Supplier<SmtpLimits> limits,
        Supplier<DeliveryPolicy> delivery) {

    /** What becomes of content that is submitted, at this moment. */
    ConversionScope signedConversion() {
        return switch (delivery.get().signedConversion()) {
            case PREEMPTIVE -> ConversionScope.TO_SEVEN_BIT;
            case OFF -> ConversionScope.LONG_LINES;
        };
    }

    /**
     * How long a session may take (SMTP-9).
     *
     * @param silence waiting for a command or for data
     * @param session the whole of it
     * @param acceptance from the end of a message to our reply; clients wait 600 s (RFC 5321 section 4.5.3.2.6)
     * @param leastRate octets a second of a message, averaged over {@code rateWindow}
     */
    public record Timings(
            Duration silence, Duration session, Duration acceptance, long leastRate, Duration rateWindow) {
        /** As the specification says. */
        public static final Timings DEFAULT = new Timings(
                Duration.ofSeconds(300), Duration.ofHours(2), Duration.ofSeconds(540), 1024, Duration.ofSeconds(60));
    }
}
