package org.letterlock.egress;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.dkim.SignRequest;
import org.letterlock.contracts.event.Notice;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.KeyEnvelope;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.egress.ForeignServer.Received;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;

/** Mail that the suite writes to its users. */
@Tag("PWD-11")
class NoticeTest {
    private static final RunningEgress egress = RunningEgress.shared();
    private static ForeignServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new ForeignServer();
        egress.route(RunningEgress.viaHost("*", server.port()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @Tag("DKIM-19")
    void aNoticeBecomesASignedMessageThatNobodyAnswers() throws Exception {
        Notice notice = notice("reader@notices.example");

        publish(notice);

        Received received = server.take("reader@notices.example");
        assertThat(received.from()).isEmpty();
        assertThat(received.text())
                .startsWith(RunningEgress.SIGNATURE)
                .contains(
                        "From: Postmaster <postmaster@out.example.org>\r\n",
                        "To: <reader@notices.example>\r\n",
                        "Subject: Your password\r\n",
                        "Message-ID: <" + notice.id() + "@out.example.org>\r\n",
                        "Auto-Submitted: auto-generated\r\n")
                .endsWith("\r\n\r\nIt was changed.\r\n\r\nThe mail system\r\n");
    }

    @Test
    void aUserGetsItFromThePostmasterOfTheOwnDomainAndSealedForTheMailstore() throws Exception {
        AccountId account = ownAccount("uma@example.org", true);

        Notice notice = notice("uma@example.org");
        publish(notice);

        AcceptedMessage message = accepted(notice);
        assertThat(message.envelope().reversePath()).isEqualTo(new ReversePath.Null());
        assertThat(message.envelope().recipients())
                .extracting(Recipient::destination)
                .containsExactly(new Destination.LocalMailbox(account));
        assertThat(message.content().keys()).extracting(KeyEnvelope::reader).containsExactly(Reader.MAILSTORE);
        assertThat(egress.observer.signRequests)
                .filteredOn(request -> request.queueId().equals(message.queueId()))
                .extracting(SignRequest::fromDomain)
                .containsExactly(new Domain("example.org"));
    }

    @Test
    @Tag("SYS-3")
    void aNoticeThatComesAgainIsNotSentAgain() throws Exception {
        Notice notice = notice("once@notices.example");
        publish(notice);
        server.take("once@notices.example");

        publish(notice);
        Notice next = notice("next@notices.example");
        publish(next);

        server.take("next@notices.example");
        assertThat(server.count("once@notices.example")).isZero();
        assertThat(egress.accepted)
                .filteredOn(message -> message.queueId().value().equals(notice.id()))
                .hasSize(1);
    }

    @Test
    @Tag("ACC-4")
    void nobodyWritesToWhoeverReceivesNothing() throws Exception {
        ownAccount("disabled@example.org", false);
        Notice disabled = notice("disabled@example.org");
        Notice unknown = notice("unknown@example.org");
        Notice next = notice("after@notices.example");

        publish(disabled);
        publish(unknown);
        publish(next);

        server.take("after@notices.example");
        assertThat(egress.accepted)
                .extracting(message -> message.queueId().value())
                .doesNotContain(disabled.id(), unknown.id());
    }

    @Test
    @Tag("DKIM-29")
    void aNoticeWaitsForTheSigner() throws Exception {
        egress.observer.signerIsAway = true;
        Notice notice = notice("later@notices.example");
        try {
            publish(notice);
            RunningEgress.await(() -> egress.observer.refusedRequests.get() > 0);
        } finally {
            egress.observer.signerIsAway = false;
        }

        assertThat(server.take("later@notices.example").text()).startsWith(RunningEgress.SIGNATURE);
    }

    @Test
    void noFieldCanBeSmuggledIntoANotice() {
        assertThatThrownBy(() -> new Notice(
                        UUID.randomUUID(),
                        List.of(AddrSpec.parse("a@notices.example").require()),
                        "hello\r\nBcc: <b@notices.example>",
                        "text\n"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Notice(UUID.randomUUID(), List.of(), "hello", "text\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Notice notice(String... recipients) {
        return new Notice(
                UUID.randomUUID(),
                Arrays.stream(recipients)
                        .map(address -> AddrSpec.parse(address).require())
                        .toList(),
                "Your password",
                "It was changed.\n\nThe mail system\n");
    }

    private static AccountId ownAccount(String address, boolean enabled) throws Exception {
        AccountId id = new AccountId(UUID.randomUUID());
        AddrSpec parsed = AddrSpec.parse(address).require();
        DomainId domain = egress.service
                .getBean(Directory.class)
                .findDomain(parsed.domain())
                .orElseThrow()
                .id();
        AccountRecord record =
                new AccountRecord(id, domain, parsed, List.of(), "", enabled, true, Role.USER, null, false, false);
        egress.publisher()
                .publish(Topics.DIRECTORY_ACCOUNTS, id.toString(), record)
                .toCompletableFuture()
                .get(10, SECONDS);
        RunningEgress.await(
                () -> egress.service.getBean(Directory.class).findAccount(id).isPresent());
        return id;
    }

    private static void publish(Notice notice) throws Exception {
        egress.publisher()
                .publish(Topics.NOTICES, notice.id().toString(), notice)
                .toCompletableFuture()
                .get(10, SECONDS);
    }

    private static AcceptedMessage accepted(Notice notice) {
        RunningEgress.await(() -> egress.accepted.stream()
                .anyMatch(message -> message.queueId().value().equals(notice.id())));
        return egress.accepted.stream()
                .filter(message -> message.queueId().value().equals(notice.id()))
                .findFirst()
                .orElseThrow();
    }
}
