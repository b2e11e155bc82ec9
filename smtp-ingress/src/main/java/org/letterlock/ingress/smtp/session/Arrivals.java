package org.letterlock.ingress.smtp.session;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.inbound.SpfReply;
import org.letterlock.contracts.mail.Envelope;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.ingress.smtp.intake.Arrival;
import org.letterlock.ingress.smtp.policy.RecipientRules;
import org.letterlock.ingress.smtp.policy.Submitter;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.trace.TransferProtocol;
import org.letterlock.smtp.command.MailParameters;
import org.letterlock.smtp.session.Introduction;
import org.letterlock.smtp.session.MailTransaction;
import org.letterlock.smtp.session.Session;

/** From the words of the dialogue to those of the record. */
final class Arrivals {
    private Arrivals() {}

    static Envelope envelope(MailTransaction transaction, List<Recipient> recipients) {
        MailParameters parameters = transaction.parameters();
        MailParameters.Ret ret = parameters.ret();
        return new Envelope(
                transaction.reversePath(), ret == null ? null : returned(ret), parameters.envelopeId(), recipients);
    }

    /** Who must be able to open the content. */
    static Set<Reader> readers(Envelope envelope) {
        Set<Reader> readers = EnumSet.noneOf(Reader.class);
        for (Recipient recipient : envelope.recipients()) {
            readers.add(
                    switch (recipient.destination()) {
                        case Destination.LocalMailbox _ -> Reader.MAILSTORE;
                        case Destination.Remote _ -> Reader.EGRESS;
                    });
        }
        return readers;
    }

    static Arrival arrival(
            Session session,
            Submitter submitter,
            Envelope envelope,
            MailTransaction transaction,
            RecipientRules rules,
            @Nullable String tlsCipherSuite,
            SpfReply spf) {
        return new Arrival(
                submitter,
                envelope,
                greeting(session),
                TransferProtocol.valueOf(session.protocol()),
                tlsCipherSuite,
                spf,
                transaction.recipients().size() == 1
                        ? rules.addressOf(transaction.recipients().getFirst().forwardPath())
                        : null);
    }

    /** The argument of HELO or EHLO; empty before either. */
    static String greeting(Session session) {
        return switch (session.introduction()) {
            case Introduction.As(Domain client, Introduction.Greeting _) -> client.text();
            case Introduction.None _ -> "";
        };
    }

    private static Envelope.Returned returned(MailParameters.Ret ret) {
        return switch (ret) {
            case FULL -> Envelope.Returned.FULL;
            case HDRS -> Envelope.Returned.HEADERS;
        };
    }
}
