package org.letterlock.ingress.smtp.intake;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.ingress.smtp.policy.RecipientRules;
import org.letterlock.ingress.smtp.policy.Submitter;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.trace.ReceivedField;

/** Writes the Received field of this host (HDR-1, HDR-2). */
public final class TraceField {
    private final Domain hostName;
    private final Supplier<DeliveryPolicy> policy;
    private final RecipientRules relayRights;

    /** A writer in the name of {@code hostName}. */
    public TraceField(Domain hostName, Supplier<DeliveryPolicy> policy, RecipientRules relayRights) {
        this.hostName = hostName;
        this.policy = policy;
        this.relayRights = relayRights;
    }

    HeaderField of(Arrival arrival, QueueId queueId, Instant at) {
        Submitter submitter = arrival.submitter();
        boolean hidden = ClientHiding.hides(
                policy.get().hideClientAddress(),
                submitter.address(),
                submitter.isLoggedIn(),
                submitter.isLoggedIn() || relayRights.isInRelayGroup(submitter));
        return new ReceivedField(
                        hidden
                                ? null
                                : new ReceivedField.Client(
                                        arrival.greeting(), submitter.address().toInetAddress()),
                        hostName,
                        arrival.protocol(),
                        queueId.toString(),
                        arrival.tlsCipherSuite(),
                        arrival.onlyRecipient(),
                        at.atOffset(ZoneOffset.UTC))
                .format();
    }
}
