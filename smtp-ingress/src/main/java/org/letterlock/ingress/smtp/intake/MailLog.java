package org.letterlock.ingress.smtp.intake;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.ingress.smtp.policy.Submitter;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.service.maillog.MaskedAddresses;
import org.letterlock.smtp.reply.EscapedText;
import org.letterlock.smtp.reply.SmtpReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each message that is taken in (QUEUE-9), its values made harmless (LOG-4). Addresses are masked and subjects
 * left out unless the administrator wants them: log files are not sealed. Safe for use by any thread.
 */
public final class MailLog {
    private static final Logger LOG = LoggerFactory.getLogger("mail");
    private static final Logger UNWANTED = LoggerFactory.getLogger("spam");
    private static final int MAX_TEXT = 255;
    private static final int MAX_NAMED = 50;

    private final MaskedAddresses addresses;
    private final Supplier<DeliveryPolicy> policy;

    /** A log under the policy that is in force when it is written. */
    public MailLog(MaskedAddresses addresses, Supplier<DeliveryPolicy> policy) {
        this.addresses = addresses;
        this.policy = policy;
    }

    void received(AcceptedMessage message, Arrival arrival, HeaderSection section) {
        Submitter submitter = arrival.submitter();
        LOG.info(
                "id={} service={} from={} to={} size={} peer={} account={} tls={} subject={} msgid={} session={}",
                message.queueId(),
                message.service(),
                addresses.mask(message.envelope().reversePath()),
                recipients(message.envelope().recipients()),
                message.content().messageSize(),
                submitter.address(),
                submitter.account() == null ? "-" : submitter.account(),
                arrival.tlsCipherSuite() == null ? "-" : arrival.tlsCipherSuite(),
                policy.get().logSubjects() ? subject(section) : "-",
                addresses.maskMessageId(message.messageId()),
                submitter.connection());
    }

    /** A message that a check refuses, in the log of unwanted mail (FLOW-7). */
    void refused(Arrival arrival, HeaderSection section, String check, SmtpReply reply) {
        UNWANTED.info(
                "check={} reply=\"{}\" peer={} from={} to={} msgid={} session={}",
                check,
                reply.format().strip(),
                arrival.submitter().address(),
                addresses.mask(arrival.envelope().reversePath()),
                recipients(arrival.envelope().recipients()),
                addresses.maskMessageId(
                        section.find("Message-ID").map(HeaderField::body).orElse(null)),
                arrival.submitter().connection());
    }

    private String recipients(List<Recipient> recipients) {
        List<String> named = recipients.stream()
                .map(Recipient::given)
                .distinct()
                .limit(MAX_NAMED + 1L)
                .map(addresses::mask)
                .toList();
        return named.size() > MAX_NAMED
                ? named.stream().limit(MAX_NAMED).collect(Collectors.joining(",")) + ",..."
                : String.join(",", named);
    }

    private static String subject(HeaderSection section) {
        return section.find("Subject")
                .map(HeaderField::body)
                .map(text -> "\"" + EscapedText.of(text, MAX_TEXT).text().replace("\"", "\\x22") + "\"")
                .orElse("-");
    }
}
