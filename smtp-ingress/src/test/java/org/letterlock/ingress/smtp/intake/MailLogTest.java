package org.letterlock.ingress.smtp.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Envelope;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.ingress.smtp.origin.SpfChecks;
import org.letterlock.ingress.smtp.policy.Submitter;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.mailsyntax.trace.TransferProtocol;
import org.letterlock.service.maillog.MaskedAddresses;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.Sealer;
import org.slf4j.LoggerFactory;

@Tag("QUEUE-9")
class MailLogTest {
    private static final UUID ID = UUID.fromString("01980000-0000-7000-8000-000000000001");
    private static final String MASKED = "~[0-9a-f]{8}";

    private final Logger logger = (Logger) LoggerFactory.getLogger("mail");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private DeliveryPolicy policy = DeliveryPolicy.DEFAULT;
    private final MailLog log = new MailLog(new MaskedAddresses(new Sealer(Keyring.inMemory())), () -> policy);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    @Test
    void aReceptionIsOneLineOfNamesAndValues() {
        received("Subject: hello\r\n\r\n", "<1@example.org>", recipients(2));

        assertThat(line())
                .matches("id=" + ID + " service=submission from=" + MASKED + "@example\\.org to=" + MASKED
                        + "@far\\.example," + MASKED + "@far\\.example size=12 peer=192\\.0\\.2\\.1 account=" + ID
                        + " tls=TLS_AES_128_GCM_SHA256 subject=- msgid=" + MASKED + " session=" + ID);
    }

    @Test
    void theSubjectIsThereWhereItIsWanted() {
        DeliveryPolicy old = policy;
        policy = new DeliveryPolicy(
                old.retryAfterSeconds(),
                old.warnAfterSeconds(),
                old.expireAfterSeconds(),
                old.expireReportsAfterSeconds(),
                old.parallelDeliveries(),
                old.parallelPerDomain(),
                old.recipientsPerTransaction(),
                old.hideClientAddress(),
                old.signedConversion(),
                true);

        received("Subject: two\r\n words\r\n\r\n", null, recipients(1));

        assertThat(line()).contains(" subject=\"two words\" msgid=- ");
    }

    @Test
    @Tag("LOG-4")
    void noValueOfAMessageEndsItsNameOrTheLine() {
        theSubjectIsThereWhereItIsWanted();
        lines.list.clear();

        received("Subject: a\" result=relayed\u0007\u202e\r\n\r\n", "<a b\n> account=root", recipients(1));

        assertThat(line())
                .contains("subject=\"a\\x22 result=relayed\\x07\\u202E\" msgid=~")
                .doesNotContain("account=root");
    }

    @Test
    void manyRecipientsAreNotAllNamed() {
        received("\r\n", null, recipients(60));

        assertThat(line()).contains(",... size=");
        assertThat(line().split(",")).hasSize(51);
    }

    private void received(String header, String messageId, List<Recipient> recipients) {
        AddrSpec anna = AddrSpec.parse("anna@example.org").require();
        Envelope envelope = new Envelope(new ReversePath.To(anna), null, null, recipients);
        AccountId account = new AccountId(ID);
        AcceptedMessage message = new AcceptedMessage(
                new QueueId(ID),
                Instant.EPOCH,
                envelope,
                new SealedContent(
                        new ObjectId(ID),
                        Octets.wrap(new byte[0]),
                        0,
                        12,
                        new SealedContent.Place.Inline(Octets.wrap(new byte[0])),
                        List.of()),
                "submission",
                "192.0.2.1",
                account,
                false,
                messageId,
                false);
        Submitter submitter =
                new Submitter(ID, "submission", IpAddress.parse("192.0.2.1").require(), account);
        log.received(
                message,
                new Arrival(
                        submitter,
                        envelope,
                        "client",
                        TransferProtocol.ESMTPSA,
                        "TLS_AES_128_GCM_SHA256",
                        SpfChecks.NOT_CHECKED,
                        null),
                section(header));
    }

    private static HeaderSection section(String header) {
        return HeaderSection.parse(header.getBytes(UTF_8), HeaderLimits.DEFAULT)
                        instanceof HeaderReading.Complete(var section)
                ? section
                : HeaderSection.of(List.of());
    }

    private static List<Recipient> recipients(int count) {
        List<Recipient> recipients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            AddrSpec address = AddrSpec.parse("r" + i + "@far.example").require();
            recipients.add(new Recipient(address, new Destination.Remote(address), Set.of(), null));
        }
        return recipients;
    }

    private String line() {
        assertThat(lines.list).hasSize(1);
        return lines.list.getFirst().getFormattedMessage();
    }
}
