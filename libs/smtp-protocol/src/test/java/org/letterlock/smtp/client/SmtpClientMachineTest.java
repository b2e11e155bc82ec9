package org.letterlock.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.smtp.client.ClientEvent.ConnectionLost;
import org.letterlock.smtp.client.ClientEvent.ContentSent;
import org.letterlock.smtp.client.ClientEvent.ContentUnreadable;
import org.letterlock.smtp.client.ClientEvent.ContentUnsendable;
import org.letterlock.smtp.client.ClientEvent.ReplyMalformed;
import org.letterlock.smtp.client.ClientEvent.ReplyReceived;
import org.letterlock.smtp.client.ClientEvent.TimedOut;
import org.letterlock.smtp.client.ClientEvent.TlsEstablished;
import org.letterlock.smtp.client.ClientEvent.TlsFailed;
import org.letterlock.smtp.client.ClientProfile.LoginUse;
import org.letterlock.smtp.client.ClientProfile.TlsUse;
import org.letterlock.smtp.client.OutgoingMail.Content;
import org.letterlock.smtp.client.OutgoingMail.OutgoingRecipient;
import org.letterlock.smtp.client.RecipientOutcome.Accepted;
import org.letterlock.smtp.client.RecipientOutcome.ConnectionTrouble;
import org.letterlock.smtp.client.RecipientOutcome.DsnSupport;
import org.letterlock.smtp.client.RecipientOutcome.PermanentFailure;
import org.letterlock.smtp.client.RecipientOutcome.TransientFailure;
import org.letterlock.smtp.client.RecipientOutcome.Trouble;
import org.letterlock.smtp.command.CommandFormatter;
import org.letterlock.smtp.command.MailParameters.Ret;
import org.letterlock.smtp.command.RcptParameters;
import org.letterlock.smtp.command.RcptParameters.Notify;
import org.letterlock.smtp.command.RcptParameters.OriginalRecipient;
import org.letterlock.smtp.reply.EnhancedStatusCode;
import org.letterlock.smtp.reply.PeerReply;

class SmtpClientMachineTest {
    private static final ClientEvent GREETING = reply(220, "mx ESMTP");
    private static final ClientEvent EVERYTHING = reply(250, "mx", "PIPELINING", "8BITMIME", "DSN", "SIZE 100000");
    private static final ClientEvent OK = reply(250, "2.0.0 OK");
    private static final ClientEvent GO_AHEAD = reply(354, "go ahead");
    private static final DsnSupport PASSED_ON = DsnSupport.SUPPORTED;

    private final List<String> sent = new ArrayList<>();
    private final List<RecipientOutcome> outcomes = new ArrayList<>();
    private int finished;

    @Test
    void aMessageGoesOutPipelined() {
        run(
                profile(TlsUse.OPPORTUNISTIC, Content.EIGHT_BIT, 2),
                GREETING,
                EVERYTHING,
                OK,
                OK,
                OK,
                GO_AHEAD,
                new ContentSent(),
                OK);

        assertThat(sent)
                .containsExactly(
                        "EHLO out.example.org",
                        "MAIL FROM:<anna@example.org> SIZE=1234 BODY=8BITMIME RET=HDRS ENVID=id+20one",
                        "RCPT TO:<r0@example.com> NOTIFY=FAILURE ORCPT=rfc822;r0@example.com",
                        "RCPT TO:<r1@example.com> NOTIFY=FAILURE ORCPT=rfc822;r1@example.com",
                        "DATA",
                        "(content)",
                        "QUIT");
        assertThat(outcomes)
                .containsOnly(new Accepted(new PeerReply(250, List.of("2.0.0 OK")), PASSED_ON))
                .hasSize(2);
    }

    @Test
    void aServerWithoutExtensionsGetsNone() {
        run(
                profile(TlsUse.OPPORTUNISTIC, Content.SEVEN_BIT, 2),
                GREETING,
                reply(502, "what?"),
                reply(250, "mx"),
                OK,
                OK,
                OK,
                GO_AHEAD,
                new ContentSent(),
                OK);

        assertThat(sent)
                .containsExactly(
                        "EHLO out.example.org",
                        "HELO out.example.org",
                        "MAIL FROM:<anna@example.org>",
                        "RCPT TO:<r0@example.com>",
                        "RCPT TO:<r1@example.com>",
                        "DATA",
                        "(content)",
                        "QUIT");
        assertThat(outcomes.getFirst())
                .isInstanceOf(Accepted.class)
                .extracting("dsnSupport")
                .isEqualTo(DsnSupport.UNSUPPORTED);
    }

    @Test
    @Tag("QUEUE-13")
    void eachRecipientHasItsOwnOutcome() {
        run(
                profile(TlsUse.OPPORTUNISTIC, Content.SEVEN_BIT, 4),
                GREETING,
                EVERYTHING,
                OK,
                reply(550, "5.1.1 unknown"),
                reply(450, "busy"),
                OK,
                reply(552, "Too many"),
                GO_AHEAD,
                new ContentSent(),
                OK);

        assertThat(outcomes)
                .containsExactly(
                        new PermanentFailure(status(5, 1, 1), new PeerReply(550, List.of("5.1.1 unknown"))),
                        new TransientFailure(status(4, 0, 0), new PeerReply(450, List.of("busy"))),
                        new Accepted(new PeerReply(250, List.of("2.0.0 OK")), PASSED_ON),
                        new TransientFailure(status(4, 5, 3), new PeerReply(552, List.of("Too many"))));
    }

    @Test
    void withoutAnAcceptedRecipientNoDataIsSent() {
        run(profile(TlsUse.OPPORTUNISTIC, Content.SEVEN_BIT, 1), GREETING, EVERYTHING, OK, reply(550, "no"));

        assertThat(sent).doesNotContain("DATA").endsWith("QUIT");
        assertThat(outcomes).containsExactly(new PermanentFailure(status(5, 0, 0), new PeerReply(550, List.of("no"))));
    }

    @Test
    @Tag("QUEUE-12")
    void tlsIsUsedWhereItIsOffered() {
        run(
                profile(TlsUse.OPPORTUNISTIC, Content.SEVEN_BIT, 1),
                GREETING,
                reply(250, "mx", "STARTTLS"),
                reply(220, "go"),
                new TlsEstablished(),
                EVERYTHING,
                OK,
                OK,
                GO_AHEAD,
                new ContentSent(),
                OK);

        assertThat(sent.subList(0, 4))
                .containsExactly("EHLO out.example.org", "STARTTLS", "(handshake)", "EHLO out.example.org");
        assertThat(outcomes).first().isInstanceOf(Accepted.class);
    }

    @Test
    @Tag("QUEUE-12")
    void afterAFailedHandshakeTheNextTryIsInClear() {
        run(
                profile(TlsUse.OPPORTUNISTIC, Content.SEVEN_BIT, 1),
                GREETING,
                reply(250, "mx", "STARTTLS"),
                reply(220, "go"),
                new TlsFailed());
        assertThat(outcomes).containsExactly(new ConnectionTrouble(Trouble.TLS_FAILED, null));

        sent.clear();
        run(profile(TlsUse.NEVER, Content.SEVEN_BIT, 1), GREETING, reply(250, "mx", "STARTTLS"));
        assertThat(sent).containsExactly("EHLO out.example.org", "MAIL FROM:<anna@example.org>");
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "VERIFIED"})
    @Tag("QUEUE-11")
    void whatNeedsTlsNeverGoesInClear(TlsUse tlsUse) {
        run(profile(tlsUse, Content.SEVEN_BIT, 1), GREETING, EVERYTHING);
        run(profile(tlsUse, Content.SEVEN_BIT, 1), GREETING, reply(500, "what?"), OK);
        run(profile(tlsUse, Content.SEVEN_BIT, 1), GREETING, reply(250, "mx", "STARTTLS"), reply(454, "not now"));

        assertThat(sent).noneMatch(command -> command.startsWith("MAIL"));
        assertThat(outcomes).hasSize(3).containsOnly(new ConnectionTrouble(Trouble.TLS_NOT_OFFERED, null));
    }

    @Test
    @Tag("TLS-6")
    void octetsBetweenTheGoAheadAndTheHandshakeEndTheConnection() {
        run(
                profile(TlsUse.OPPORTUNISTIC, Content.SEVEN_BIT, 1),
                GREETING,
                reply(250, "mx", "STARTTLS"),
                new ReplyReceived(new PeerReply(220, List.of("go")), true));

        assertThat(sent).doesNotContain("(handshake)").endsWith("(closed)");
        assertThat(outcomes).containsExactly(new ConnectionTrouble(Trouble.OCTETS_BEFORE_HANDSHAKE, null));
    }

    @Test
    @Tag("QUEUE-13")
    void aServerThatClosesLetsTheNextHostBeTried() {
        run(profile(TlsUse.OPPORTUNISTIC, Content.SEVEN_BIT, 1), GREETING, EVERYTHING, reply(421, "4.3.2 closing"));

        assertThat(outcomes)
                .containsExactly(
                        new ConnectionTrouble(Trouble.SERVER_CLOSING, new PeerReply(421, List.of("4.3.2 closing"))));
    }

    @Test
    @Tag("QUEUE-5")
    void aConnectionLostAfterTheContentIsTriedLaterAndNotAtTheNextHost() {
        run(
                profile(TlsUse.OPPORTUNISTIC, Content.SEVEN_BIT, 1),
                GREETING,
                EVERYTHING,
                OK,
                OK,
                GO_AHEAD,
                new ContentSent(),
                new ConnectionLost());

        assertThat(outcomes).containsExactly(new TransientFailure(status(4, 4, 2), null));
    }

    @Test
    @Tag("QUEUE-14")
    void aServerOfOurOwnNameIsALoop() {
        run(profile(TlsUse.OPPORTUNISTIC, Content.SEVEN_BIT, 1), reply(220, "OUT.example.org ESMTP"));

        assertThat(outcomes).containsExactly(new PermanentFailure(status(5, 4, 6), null));
    }

    @Test
    void aMessageThatTheServerCannotTakeIsNotSent() {
        run(profile(TlsUse.OPPORTUNISTIC, Content.SEVEN_BIT, 1), GREETING, reply(250, "mx", "SIZE 1000"));
        assertThat(outcomes).containsExactly(new PermanentFailure(status(5, 3, 4), null));

        outcomes.clear();
        run(profile(TlsUse.OPPORTUNISTIC, Content.EIGHT_BIT, 1), GREETING, reply(250, "mx", "PIPELINING"));
        assertThat(outcomes).containsExactly(new PermanentFailure(status(5, 6, 3), null));
    }

    @Test
    @Tag("SMUG-4")
    void contentThatMustNotBeSentIsAPermanentFailure() {
        run(
                profile(TlsUse.OPPORTUNISTIC, Content.SEVEN_BIT, 1),
                GREETING,
                EVERYTHING,
                OK,
                OK,
                GO_AHEAD,
                new ContentUnsendable());

        assertThat(outcomes).containsExactly(new PermanentFailure(status(5, 6, 0), null));
        assertThat(sent).endsWith("(closed)");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappensEveryRecipientGetsOneOutcome(long seed) {
        Random random = new Random(seed);
        List<ClientEvent> possible = List.of(
                GREETING,
                EVERYTHING,
                OK,
                OK,
                OK,
                GO_AHEAD,
                reply(250, "mx", "STARTTLS"),
                reply(450, "no"),
                reply(550, "never"),
                reply(421, "bye"),
                reply(334, "?"),
                new ContentSent(),
                new TlsEstablished(),
                new TlsFailed(),
                new ReplyMalformed(),
                new ContentUnreadable());
        List<ClientEvent> events = new ArrayList<>();
        events.add(GREETING);
        events.add(EVERYTHING);
        for (int i = random.nextInt(20); i > 0; i--) {
            events.add(possible.get(random.nextInt(possible.size())));
        }
        events.add(random.nextBoolean() ? new ConnectionLost() : new TimedOut());

        run(profile(TlsUse.OPPORTUNISTIC, Content.SEVEN_BIT, 3), events.toArray(ClientEvent[]::new));

        assertThat(finished).isEqualTo(1);
        assertThat(outcomes).hasSize(3);
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    private void run(ClientProfile profile, ClientEvent... events) {
        ClientState state = SmtpClientMachine.begin();
        for (ClientEvent event : events) {
            ClientTransition transition = SmtpClientMachine.next(profile, state, event);
            state = transition.state();
            transition.effects().forEach(this::run);
        }
    }

    private void run(ClientEffect effect) {
        switch (effect) {
            case ClientEffect.Send(var commands) ->
                commands.forEach(command -> sent.add(CommandFormatter.format(command)));
            case ClientEffect.StartTls _ -> sent.add("(handshake)");
            case ClientEffect.BeginLogin _, ClientEffect.ContinueLogin _, ClientEffect.Respond _ ->
                throw new AssertionError("no login was asked for");
            case ClientEffect.SendContent _ -> sent.add("(content)");
            case ClientEffect.Finish(var decided) -> {
                finished++;
                outcomes.addAll(decided);
            }
            case ClientEffect.Close _ -> sent.add("(closed)");
        }
    }

    private static ClientProfile profile(TlsUse tlsUse, Content content, int recipients) {
        List<OutgoingRecipient> outgoing = new ArrayList<>();
        for (int i = 0; i < recipients; i++) {
            AddrSpec address = new AddrSpec("r" + i, new Domain("example.com"));
            outgoing.add(new OutgoingRecipient(
                    address,
                    new RcptParameters(Set.of(Notify.FAILURE), new OriginalRecipient("rfc822", address.format()))));
        }
        return new ClientProfile(
                new Domain("out.example.org"),
                tlsUse,
                LoginUse.NONE,
                new OutgoingMail(
                        new ReversePath.To(new AddrSpec("anna", new Domain("example.org"))),
                        1234,
                        content,
                        Ret.HDRS,
                        "id one",
                        outgoing));
    }

    private static ClientEvent reply(int code, String... lines) {
        return new ReplyReceived(new PeerReply(code, Arrays.asList(lines)), false);
    }

    private static EnhancedStatusCode status(int statusClass, int subject, int detail) {
        return new EnhancedStatusCode(statusClass, subject, detail);
    }
}
