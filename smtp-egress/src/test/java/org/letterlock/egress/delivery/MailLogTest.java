package org.letterlock.egress.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.event.DeliveryEvent.Outcome;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Envelope;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.egress.delivery.AttemptResult.Verdict;
import org.letterlock.egress.queue.EntryState;
import org.letterlock.egress.queue.QueueEntry;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.service.maillog.MaskedAddresses;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.smtp.reply.EnhancedStatusCode;
import org.slf4j.LoggerFactory;

@Tag("QUEUE-9")
class MailLogTest {
    private static final UUID ID = UUID.fromString("01980000-0000-7000-8000-000000000001");
    private static final AddrSpec BEN = AddrSpec.parse("ben@far.example").require();

    private final Logger logger = (Logger) LoggerFactory.getLogger("mail");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final MailLog log = new MailLog(new MaskedAddresses(new Sealer(Keyring.inMemory())));

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
    void anOutcomeIsOneLineOfNamesAndValues() {
        assertThat(line(Outcome.RELAYED, "<1@example.org>"))
                .matches("id=" + ID + " rcpt=~[0-9a-f]{8}@far\\.example result=relayed status=2\\.0\\.0"
                        + " remote=mx\\.far\\.example msgid=~[0-9a-f]{8} tls=- attempts=1");
    }

    @ParameterizedTest
    @CsvSource({"BOUNCED, failed", "DELAYED, delayed", "RELAYED, relayed", "HELD, held"})
    void theResultsHaveTheWordsOfTheSpecification(Outcome outcome, String word) {
        assertThat(line(outcome, null)).contains(" result=" + word + " ", " msgid=- ");
    }

    @Test
    @Tag("LOG-4")
    void whatTheMessageSaysEndsNeitherItsNameNorTheLine() {
        assertThat(line(Outcome.RELAYED, "<a> result=failed\r\nid=1"))
                .doesNotContain("result=failed")
                .doesNotContain("id=1 ");
    }

    private String line(Outcome outcome, String messageId) {
        Recipient recipient = new Recipient(BEN, new Destination.Remote(BEN), Set.of(), null);
        AcceptedMessage message = new AcceptedMessage(
                new QueueId(ID),
                Instant.EPOCH,
                new Envelope(new ReversePath.Null(), null, null, List.of(recipient)),
                new SealedContent(
                        new ObjectId(ID),
                        Octets.wrap(new byte[0]),
                        0,
                        0,
                        new SealedContent.Place.Inline(Octets.wrap(new byte[0])),
                        List.of()),
                "submission",
                null,
                null,
                false,
                messageId,
                false);
        QueueEntry entry = new QueueEntry(
                new QueueId(ID), 0, recipient, EntryState.QUEUED, 0, Instant.EPOCH, false, false, null, null);
        log.outcome(
                message,
                outcome,
                new AttemptResult(
                        entry,
                        new Verdict.Refused(),
                        new EnhancedStatusCode(2, 0, 0),
                        "250 ok",
                        "mx.far.example",
                        null));
        assertThat(lines.list).hasSize(1);
        return lines.list.getFirst().getFormattedMessage();
    }
}
