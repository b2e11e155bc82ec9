package org.letterlock.egress.delivery;

import java.util.Locale;
import org.letterlock.contracts.event.DeliveryEvent.Outcome;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.netty.tls.TlsSession;
import org.letterlock.service.maillog.MaskedAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each outcome (QUEUE-9). The address itself is on the debug level only: log
 * files are not sealed.
 */
final class MailLog {
    private static final Logger LOG = LoggerFactory.getLogger("mail");

    private final MaskedAddresses addresses;

    MailLog(MaskedAddresses addresses) {
        this.addresses = addresses;
    }

    void outcome(AcceptedMessage message, Outcome outcome, AttemptResult attempt) {
        TlsSession tls = attempt.tls();
        LOG.info(
                "id={} rcpt={} result={} status={} remote={} msgid={} tls={} attempts={}",
                message.queueId(),
                addresses.mask(attempt.entry().address()),
                word(outcome),
                attempt.status().format(),
                attempt.remoteHost() == null ? "-" : attempt.remoteHost(),
                addresses.maskMessageId(message.messageId()),
                tls == null ? "-" : tls.version(),
                attempt.entry().attempts() + 1);
        LOG.debug(
                "id={} rcpt={} reply=\"{}\"",
                message.queueId(),
                attempt.entry().address().format(),
                attempt.reply());
    }

    // The words of the specification.
    private static String word(Outcome outcome) {
        return switch (outcome) {
            case BOUNCED -> "failed";
            case DELIVERED, RELAYED, DELAYED, HELD -> outcome.name().toLowerCase(Locale.ROOT);
        };
    }
}
