package org.letterlock.ingress.smtp.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.dkim.SignReply;
import org.letterlock.contracts.dkim.SignRequest;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.contracts.senderpolicy.SenderCheckRequest;
import org.letterlock.ingress.smtp.BuffersGivenBack;
import org.letterlock.ingress.smtp.FakeServices;
import org.letterlock.ingress.smtp.SmtpClient;
import org.letterlock.ingress.smtp.TestDirectory;
import org.letterlock.ingress.smtp.TestIngress;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.service.kafka.NoAnswerException;
import org.letterlock.service.kafka.PublishFailedException;

@ExtendWith(BuffersGivenBack.class)
class MessageContentTest {
    private static final String MESSAGE = "From: joe@elsewhere.example\r\nSubject: hello\r\n\r\ntext\r\n";
    private static final String SUBMISSION = "From: Anna <anna@example.org>\r\nTo: b@third.example\r\n\r\ntext\r\n";

    private static TestIngress ingress;

    @BeforeAll
    static void start() {
        ingress = new TestIngress();
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    @BeforeEach
    void reset() {
        ingress.fakes.senderPolicy = _ -> FakeServices.done(new SenderCheckReply.Permitted(null));
        ingress.fakes.signer = _ -> FakeServices.done(new SignReply.Unsigned(SignReply.Reason.NO_KEYS));
        ingress.fakes.broker = _ -> FakeServices.done(null);
        ingress.fakes.senderChecks.clear();
        ingress.fakes.signRequests.clear();
        ingress.fakes.accepted.clear();
        ingress.store.repair();
    }

    static List<Long> seeds() {
        return new Random(11).longs(60).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("SMTP-7")
    void whatIsSealedIsWhatWasSentBehindOneReceivedField(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] message = message(random);
        try (SmtpClient client = ingress.greet()) {
            if (random.nextBoolean()) {
                client.envelope("joe@elsewhere.example", "anna@example.org");
                sendInPieces(client, stuffed(message), random);
            } else {
                sendInChunks(client, message, random);
            }
            assertThat(client.line()).startsWith("250 2.0.0 Ok: queued as ");
        }

        AcceptedMessage accepted = ingress.takeAccepted();
        byte[] opened = ingress.open(accepted.content());
        assertThat(accepted.content().messageSize()).isEqualTo(opened.length);
        String text = new String(opened, ISO_8859_1);
        assertThat(text)
                .startsWith("Authentication-Results: mx.example.org; dkim=none\r\n"
                        + "Received: from client.example ([127.0.0.1])\r\n\tby mx.example.org with ESMTP\r\n\tid ");
        assertThat(text).contains("\r\n\tfor <anna@example.org>;\r\n\t");
        assertThat(text).endsWith(new String(message, ISO_8859_1));
        assertThat(opened.length - message.length).isEqualTo(accepted.content().prefixSize());
        assertThat(accepted.needs8BitMime())
                .isEqualTo(new String(message, ISO_8859_1).chars().anyMatch(c -> c > 127));
    }

    @Test
    @Tag("ENC-10")
    void largeContentGoesIntoTheStoreWhileItArrives() throws Exception {
        String body = ("x".repeat(76) + "\r\n").repeat(100_000);
        try (SmtpClient client = ingress.greet()) {
            assertThat(client.deliver("joe@elsewhere.example", "anna@example.org", MESSAGE + body))
                    .startsWith("250 ");
        }

        SealedContent content = ingress.takeAccepted().content();
        assertThat(content.place()).isInstanceOf(SealedContent.Place.Stored.class);
        assertThat(new String(ingress.open(content), ISO_8859_1)).endsWith(MESSAGE + body);
    }

    @Test
    @Tag("SYS-4")
    void aStoreThatFailsIsATemporaryFailureAndTheSessionGoesOn() throws Exception {
        String body = ("x".repeat(76) + "\r\n").repeat(100_000);
        try (SmtpClient client = ingress.greet()) {
            ingress.store.breakDown();
            assertThat(client.deliver("joe@elsewhere.example", "anna@example.org", MESSAGE + body))
                    .isEqualTo("451 4.3.0 Temporary failure, try again later");
            ingress.store.repair();
            assertThat(client.deliver("joe@elsewhere.example", "anna@example.org", MESSAGE))
                    .startsWith("250 ");
        }
        assertThat(ingress.takeAccepted().content().place()).isInstanceOf(SealedContent.Place.Inline.class);
    }

    @Test
    @Tag("SMTP-7")
    void withoutTheBrokersAcknowledgementThereIsNo250() throws Exception {
        ingress.fakes.broker = _ -> CompletableFuture.failedFuture(new PublishFailedException("down", null));
        try (SmtpClient client = ingress.greet()) {
            assertThat(client.deliver("joe@elsewhere.example", "anna@example.org", MESSAGE))
                    .isEqualTo("451 4.3.0 Temporary failure, try again later");
        }
    }

    @Test
    @Tag("SMTP-7")
    void the250WaitsForTheAcknowledgement() throws Exception {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        CompletableFuture<AcceptedMessage> sent = new CompletableFuture<>();
        ingress.fakes.broker = message -> {
            sent.complete(message);
            return acknowledged;
        };
        try (SmtpClient client = ingress.greet()) {
            client.envelope("joe@elsewhere.example", "anna@example.org");
            client.raw(MESSAGE + ".\r\nNOOP\r\n");
            sent.get();
            acknowledged.complete(null);
            client.expect("250 2.0.0 Ok: queued as " + sent.get().queueId());
            client.expect("250 2.0.0 OK");
        }
    }

    @Test
    @Tag("SMTP-8")
    void aClientThatVanishesBeforeTheEndLeavesNothing() throws Exception {
        Set<?> before = ingress.store.ids();
        try (SmtpClient client = ingress.greet()) {
            client.envelope("joe@elsewhere.example", "anna@example.org");
            client.raw(MESSAGE + ("x".repeat(76) + "\r\n").repeat(20_000));
        }
        try (SmtpClient other = ingress.greet()) {
            assertThat(other.deliver("joe@elsewhere.example", "anna@example.org", MESSAGE))
                    .startsWith("250 ");
        }
        ingress.takeAccepted();
        assertThat(ingress.fakes.accepted).isEmpty();
        for (int i = 0; i < 500 && !ingress.store.ids().equals(before); i++) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(ingress.store.ids()).isEqualTo(before);
    }

    @Test
    @Tag("ACC-6")
    void aGroupIsExpandedOncePerMessageWithoutDuplicates() throws Exception {
        try (SmtpClient client = ingress.greet()) {
            client.envelope("joe@elsewhere.example", "team@example.org", "anna@example.org", "sales@example.org");
            client.raw(MESSAGE + ".\r\n");
            client.expectPrefix("250 ");
        }

        AcceptedMessage accepted = ingress.takeAccepted();
        assertThat(accepted.envelope().recipients())
                .extracting(Recipient::destination)
                .containsExactlyInAnyOrder(
                        new Destination.LocalMailbox(TestDirectory.ANNA),
                        new Destination.LocalMailbox(TestDirectory.BEN),
                        new Destination.Remote(TestDirectory.address("outside@elsewhere.example")));
        assertThat(accepted.content().keys()).extracting("reader").containsExactly(Reader.MAILSTORE, Reader.EGRESS);
        assertThat(new String(ingress.open(accepted.content()), ISO_8859_1)).doesNotContain("\r\n\tfor ");
    }

    @Test
    @Tag("SMTP-16")
    void whatTheSenderWantsToHearTravelsWithTheMessage() throws Exception {
        try (SmtpClient client = ingress.greet()) {
            client.send("MAIL FROM:<joe@elsewhere.example> RET=HDRS ENVID=QQ+2B1");
            client.expectPrefix("250");
            client.send("RCPT TO:<anna@example.org> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;anna+2Bx@example.org");
            client.expectPrefix("250");
            client.send("DATA");
            client.expectPrefix("354");
            client.raw(MESSAGE + ".\r\n");
            client.expectPrefix("250");
        }

        AcceptedMessage accepted = ingress.takeAccepted();
        assertThat(accepted.envelope().returned()).hasToString("HEADERS");
        assertThat(accepted.envelope().envelopeId()).isEqualTo("QQ+1");
        Recipient recipient = accepted.envelope().recipients().getFirst();
        assertThat(recipient.notifyOn()).containsExactlyInAnyOrder(Recipient.Notify.SUCCESS, Recipient.Notify.DELAY);
        assertThat(recipient.originalRecipient()).isEqualTo("rfc822;anna+x@example.org");
    }

    @Test
    @Tag("SMTP-15")
    @Tag("DELEG-2")
    @Tag("HDR-3")
    void aSubmissionIsRepairedBeforeItIsSealed() throws Exception {
        ingress.fakes.senderPolicy = request -> FakeServices.done(new SenderCheckReply.Permitted(
                request instanceof SenderCheckRequest.AtHeader ? TestDirectory.address("anna@example.org") : null));
        try (SmtpClient client = ingress.login()) {
            String message = "Return-Path: <x@y.example>\r\nAuthentication-Results: MX.example.org; spf=pass\r\n"
                    + "Authentication-Results: other.example; spf=pass\r\nFrom: ben@example.org\r\n"
                    + "Sender: evil@example.org\r\nBcc: secret@third.example\r\nSubject: x\r\n\r\ntext\r\n";
            assertThat(client.deliver("anna@example.org", "b@third.example", message))
                    .startsWith("250 ");
        }

        AcceptedMessage accepted = ingress.takeAccepted();
        String text = new String(ingress.open(accepted.content()), ISO_8859_1);
        assertThat(text)
                .startsWith("Authentication-Results: mx.example.org; auth=pass\r\n"
                        + "Received: by mx.example.org with ESMTPSA\r\n\tid " + accepted.queueId() + " tls TLS_")
                .contains("Authentication-Results: other.example; spf=pass\r\nFrom: ben@example.org\r\n"
                        + "Sender: anna@example.org\r\nSubject: x\r\nDate: ")
                .containsPattern("\r\nMessage-ID: <[^>]+@mx.example.org>\r\n\r\ntext\r\n$")
                .doesNotContain("Bcc", "secret", "Return-Path", "MX.example.org", "evil");
        assertThat(accepted.authenticatedAs()).isEqualTo(TestDirectory.ANNA);
        assertThat(accepted.service()).isEqualTo("smtps");
    }

    @Test
    @Tag("DKIM-28")
    @Tag("DKIM-30")
    void signaturesAreMadeOverTheFinalHeaderAndStandInFront() throws Exception {
        ingress.fakes.signer = _ -> FakeServices.done(new SignReply.Signed(List.of(
                Octets.wrap("DKIM-Signature: a=ed25519-sha256\r\n".getBytes(ISO_8859_1)),
                Octets.wrap("DKIM-Signature: a=rsa-sha256\r\n".getBytes(ISO_8859_1)))));
        String body = "a  b \r\n\r\nc\r\n\r\n\r\n";
        try (SmtpClient client = ingress.login()) {
            client.envelope("anna@example.org", "ben@example.org");
            client.raw("From: anna@example.org\r\nMessage-ID: <1@x>\r\nDate: Mon, 3 Aug 2026 09:05:00 +0200\r\n\r\n");
            client.raw(body + ".\r\n");
            client.expectPrefix("250 ");
        }

        String text = new String(ingress.open(ingress.takeAccepted().content()), ISO_8859_1);
        assertThat(text)
                .startsWith(
                        "Authentication-Results: mx.example.org; auth=pass\r\n"
                                + "DKIM-Signature: a=ed25519-sha256\r\nDKIM-Signature: a=rsa-sha256\r\nReceived: by mx.example.org");
        SignRequest request = ingress.fakes.signRequests.getFirst();
        BodyDigest digest = new BodyDigest(Canonicalization.RELAXED);
        digest.update(body.getBytes(ISO_8859_1));
        assertThat(request.bodyDigest()).isEqualTo(Octets.wrap(digest.digest()));
        assertThat(request.fromDomain()).hasToString("example.org");
        assertThat(request.headerFields())
                .extracting(field -> new String(field.view(), ISO_8859_1))
                .containsExactly(
                        "From: anna@example.org\r\n",
                        "Message-ID: <1@x>\r\n",
                        "Date: Mon, 3 Aug 2026 09:05:00 +0200\r\n");
    }

    @Test
    @Tag("DKIM-26")
    @Tag("SMTP-10")
    void whatIsSubmittedIsSevenBitBeforeItIsSigned() throws Exception {
        String body = "Gr\u00fc\u00dfe from a text that is mostly ASCII\r\n" + "x".repeat(1500) + "\r\n";
        try (SmtpClient client = ingress.login()) {
            client.envelope("anna@example.org", "ben@example.org");
            client.raw("From: anna@example.org\r\nMessage-ID: <1@x>\r\nDate: Mon, 3 Aug 2026 09:05:00 +0200\r\n\r\n");
            client.raw(body + ".\r\n");
            client.expectPrefix("250 ");
        }

        AcceptedMessage accepted = ingress.takeAccepted();
        String text = new String(ingress.open(accepted.content()), ISO_8859_1);
        String sealed = text.substring(text.indexOf("\r\n\r\n") + 4);
        assertThat(accepted.needs8BitMime()).isFalse();
        assertThat(sealed).startsWith("Gr=FC=DFe from a text").doesNotContain("x".repeat(80));
        SignRequest request = ingress.fakes.signRequests.getFirst();
        BodyDigest digest = new BodyDigest(Canonicalization.RELAXED);
        digest.update(sealed.getBytes(ISO_8859_1));
        assertThat(request.bodyDigest()).isEqualTo(Octets.wrap(digest.digest()));
        assertThat(request.headerFields())
                .extracting(field -> new String(field.view(), ISO_8859_1))
                .contains("Content-Transfer-Encoding: quoted-printable\r\n", "MIME-Version: 1.0\r\n");
    }

    @Test
    @Tag("DKIM-19")
    void mailFromOutsideIsNotSigned() throws Exception {
        try (SmtpClient client = ingress.greet()) {
            assertThat(client.deliver("joe@elsewhere.example", "anna@example.org", MESSAGE))
                    .startsWith("250 ");
        }
        ingress.takeAccepted();

        assertThat(ingress.fakes.signRequests).isEmpty();
        assertThat(ingress.fakes.senderChecks)
                .as("foreign senders are nobody's business")
                .isEmpty();
    }

    @Test
    @Tag("DKIM-29")
    void aSignerThatDoesNotAnswerDefersTheMessage() throws Exception {
        ingress.fakes.signer = _ -> CompletableFuture.failedFuture(new NoAnswerException("late", null));
        try (SmtpClient client = ingress.login()) {
            assertThat(client.deliver("anna@example.org", "ben@example.org", SUBMISSION))
                    .isEqualTo("451 4.3.0 Temporary failure, try again later");
        }
    }

    @Test
    @Tag("SPOOF-5")
    @Tag("SPOOF-6")
    void aLocalSenderWithoutLoginIsRefusedAtMailAndInTheHeader() throws Exception {
        ingress.fakes.senderPolicy = request -> FakeServices.done(
                switch (request) {
                    case SenderCheckRequest.AtMailFrom _ -> refused(SenderCheckReply.Identity.MAIL_FROM);
                    case SenderCheckRequest.AtHeader _ -> refused(SenderCheckReply.Identity.FROM);
                });
        try (SmtpClient client = ingress.greet()) {
            client.send("MAIL FROM:<anna@example.org>");
            client.expect("550 5.7.1 Authentication required to send from anna@example.org");
            assertThat(client.deliver("joe@elsewhere.example", "ben@example.org", SUBMISSION))
                    .isEqualTo(
                            "550 5.7.1 Authentication required: From address anna@example.org belongs to a local domain");
        }
        assertThat(ingress.fakes.accepted).isEmpty();
    }

    @Test
    @Tag("SMUG-5")
    @Tag("SPOOF-7")
    void afterAnEarlyRefusalTheRestIsNeverTakenForCommands() throws Exception {
        CompletableFuture<SenderCheckReply> verdict = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        ingress.fakes.senderPolicy = request -> {
            if (request instanceof SenderCheckRequest.AtHeader) {
                asked.complete(null);
                return verdict;
            }
            return FakeServices.done(new SenderCheckReply.Permitted(null));
        };
        try (SmtpClient client = ingress.login()) {
            client.envelope("anna@example.org", "ben@example.org");
            client.raw(SUBMISSION);
            asked.get();
            client.raw("MAIL FROM:<evil@example.org>\r\n".repeat(5_000));
            verdict.complete(refused(SenderCheckReply.Identity.FROM));
            client.raw("RCPT TO:<x@example.org>\r\nDATA\r\n.\r\nNOOP\r\n");
            client.expectPrefix("550 5.7.1 Authentication required: From address");
            client.expect("250 2.0.0 OK");
        }
        assertThat(ingress.fakes.accepted).isEmpty();
    }

    @Test
    @Tag("SPOOF-5")
    void theVerdictMayComeAfterTheEndOfTheData() throws Exception {
        CompletableFuture<SenderCheckReply> verdict = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        ingress.fakes.senderPolicy = request -> {
            if (request instanceof SenderCheckRequest.AtHeader) {
                asked.complete(null);
                return verdict;
            }
            return FakeServices.done(new SenderCheckReply.Permitted(null));
        };
        try (SmtpClient client = ingress.login()) {
            client.envelope("anna@example.org", "ben@example.org");
            client.raw(SUBMISSION + ".\r\nNOOP\r\n");
            asked.get();
            verdict.complete(new SenderCheckReply.Permitted(null));
            client.expectPrefix("250 2.0.0 Ok: queued as ");
            client.expect("250 2.0.0 OK");
        }
        assertThat(new String(ingress.open(ingress.takeAccepted().content()), ISO_8859_1))
                .endsWith("\r\n\r\ntext\r\n");
    }

    @Test
    @Tag("SYS-4")
    void aPolicyThatDoesNotAnswerIsATemporaryFailure() throws Exception {
        ingress.fakes.senderPolicy = _ -> CompletableFuture.failedFuture(new NoAnswerException("late", null));
        try (SmtpClient client = ingress.login()) {
            client.send("MAIL FROM:<anna@example.org>");
            client.expect("451 4.3.0 Temporary failure, try again later");
            ingress.fakes.senderPolicy = request -> request instanceof SenderCheckRequest.AtHeader
                    ? CompletableFuture.failedFuture(new NoAnswerException("late", null))
                    : FakeServices.done(new SenderCheckReply.Permitted(null));
            assertThat(client.deliver("anna@example.org", "ben@example.org", SUBMISSION))
                    .isEqualTo("451 4.3.0 Temporary failure, try again later");
        }
    }

    @Test
    @Tag("HDR-4")
    @Tag("HDR-5")
    void aHeaderHasLimits() throws Exception {
        String received = "Received: by x.example; Mon, 3 Aug 2026 09:05:00 +0200\r\n";
        try (SmtpClient client = ingress.greet()) {
            assertThat(client.deliver("joe@elsewhere.example", "anna@example.org", received.repeat(100) + MESSAGE))
                    .startsWith("250 ");
            assertThat(client.deliver("joe@elsewhere.example", "anna@example.org", received.repeat(101) + MESSAGE))
                    .isEqualTo("554 5.4.6 Routing loop detected");
            assertThat(client.deliver("joe@elsewhere.example", "anna@example.org", "X: y\r\n".repeat(2001) + MESSAGE))
                    .isEqualTo("552 5.3.4 Header too large");
            assertThat(client.deliver(
                            "joe@elsewhere.example",
                            "anna@example.org",
                            ("X: " + "y".repeat(8000) + "\r\n").repeat(40) + MESSAGE))
                    .isEqualTo("552 5.3.4 Header too large");
            assertThat(client.deliver("joe@elsewhere.example", "anna@example.org", "X: a\0b\r\n" + MESSAGE))
                    .startsWith("550 5.6.0 ");
        }
        ingress.takeAccepted();
    }

    @Test
    @Tag("SMTP-12")
    void anUnknownRecipientIsReportedOnceAMinute() throws Exception {
        ingress.fakes.events.clear();
        try (SmtpClient client = ingress.greet()) {
            client.send("MAIL FROM:<joe@elsewhere.example>");
            client.expectPrefix("250");
            for (int i = 0; i < 5; i++) {
                client.send("RCPT TO:<nobody" + i + "@example.org>");
                client.expect("550 5.1.1 <nobody" + i + "@example.org>: Recipient unknown");
            }
        }

        assertThat(ingress.fakes.events).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("smtp.unknown-recipient");
            assertThat(event.details())
                    .containsEntry("to", "<nobody0@example.org>")
                    .containsEntry("from", "<joe@elsewhere.example>");
        });
    }

    @Test
    @Tag("LIMIT-6")
    void theHundredAndFirstRecipientHasToWait() throws Exception {
        try (SmtpClient client = ingress.login()) {
            client.send("MAIL FROM:<anna@example.org>");
            client.expectPrefix("250");
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 2_000; i++) {
                many.append("RCPT TO:<r").append(i).append("@third.example>\r\n");
            }
            client.raw(many.toString());
            for (int i = 0; i < 2_000; i++) {
                client.expect(i < 100 ? "250 2.1.5 Recipient OK" : "452 4.5.3 Too many recipients");
            }
            client.send("DATA");
            client.expectPrefix("354");
            client.raw(SUBMISSION + ".\r\n");
            client.expectPrefix("250");
        }
        assertThat(ingress.takeAccepted().envelope().recipients()).hasSize(100);
    }

    private static SenderCheckReply refused(SenderCheckReply.Identity identity) {
        return new SenderCheckReply.Refused(
                identity, TestDirectory.address("anna@example.org"), SenderCheckReply.Rule.LOGIN_REQUIRED);
    }

    /** A header section and a body of odd shape: long lines, dots, octets above 127, no body at all. */
    private static byte[] message(Random random) {
        StringBuilder message = new StringBuilder();
        int fields = 1 + random.nextInt(20);
        for (int i = 0; i < fields; i++) {
            message.append("X-Field-").append(i).append(": ").append(text(random, 60));
            message.append(random.nextInt(4) == 0 ? "\r\n\t" + text(random, 50) + "x\r\n" : "\r\n");
        }
        if (random.nextInt(10) > 0) {
            message.append("\r\n");
            int lines = random.nextInt(random.nextInt(10) == 0 ? 5_000 : 50);
            for (int i = 0; i < lines; i++) {
                message.append(".".repeat(random.nextInt(4) == 0 ? random.nextInt(3) : 0))
                        .append(text(random, random.nextInt(20) == 0 ? 8_000 : 80))
                        .append("\r\n");
            }
        }
        return message.toString().getBytes(ISO_8859_1);
    }

    private static String text(Random random, int most) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(most);
        int highest = random.nextBoolean() ? 255 : 126;
        for (int i = 0; i < length; i++) {
            text.append((char) (33 + random.nextInt(highest - 33 + 1)));
        }
        return text.toString();
    }

    private static byte[] stuffed(byte[] message) {
        String text = new String(message, ISO_8859_1);
        String dotted = (text.startsWith(".") ? "." : "") + text.replace("\r\n.", "\r\n..");
        return (dotted + ".\r\n").getBytes(ISO_8859_1);
    }

    private static void sendInPieces(SmtpClient client, byte[] octets, Random random) {
        for (byte[] piece : pieces(octets, random)) {
            client.raw(piece);
        }
    }

    private static void sendInChunks(SmtpClient client, byte[] message, Random random) {
        client.send("MAIL FROM:<joe@elsewhere.example>");
        client.expectPrefix("250");
        client.send("RCPT TO:<anna@example.org>");
        client.expectPrefix("250");
        List<byte[]> pieces = pieces(message, random);
        for (int i = 0; i < pieces.size(); i++) {
            boolean last = i == pieces.size() - 1;
            ByteArrayOutputStream chunk = new ByteArrayOutputStream();
            chunk.writeBytes(("BDAT " + pieces.get(i).length + (last ? " LAST" : "") + "\r\n").getBytes(ISO_8859_1));
            chunk.writeBytes(pieces.get(i));
            client.raw(chunk.toByteArray());
            if (!last) {
                client.expectPrefix("250");
            }
        }
    }

    private static List<byte[]> pieces(byte[] octets, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        while (at < octets.length) {
            int end = Math.min(octets.length, at + 1 + random.nextInt(Math.max(1, octets.length / 3)));
            pieces.add(Arrays.copyOfRange(octets, at, end));
            at = end;
        }
        return pieces;
    }
}
