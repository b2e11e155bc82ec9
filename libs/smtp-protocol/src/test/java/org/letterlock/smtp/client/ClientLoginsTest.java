package org.letterlock.smtp.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.smtp.client.ClientEvent.LoginAbandoned;
import org.letterlock.smtp.client.ClientEvent.LoginBegun;
import org.letterlock.smtp.client.ClientEvent.LoginContinued;
import org.letterlock.smtp.client.ClientEvent.LoginImpossible;
import org.letterlock.smtp.client.ClientEvent.ReplyReceived;
import org.letterlock.smtp.client.ClientEvent.Success;
import org.letterlock.smtp.client.ClientEvent.TimedOut;
import org.letterlock.smtp.client.ClientProfile.LoginUse;
import org.letterlock.smtp.client.ClientProfile.TlsUse;
import org.letterlock.smtp.client.OutgoingMail.Content;
import org.letterlock.smtp.client.OutgoingMail.OutgoingRecipient;
import org.letterlock.smtp.client.RecipientOutcome.ConnectionTrouble;
import org.letterlock.smtp.client.RecipientOutcome.TransientFailure;
import org.letterlock.smtp.client.RecipientOutcome.Trouble;
import org.letterlock.smtp.command.AuthResponse;
import org.letterlock.smtp.command.CommandFormatter;
import org.letterlock.smtp.command.RcptParameters;
import org.letterlock.smtp.command.SaslMessage;
import org.letterlock.smtp.reply.EnhancedStatusCode;
import org.letterlock.smtp.reply.PeerReply;

@Tag("QUEUE-10")
@Tag("POL-7")
class ClientLoginsTest {
    private static final ClientEvent GREETING = reply(220, "mx ESMTP");
    private static final ClientEvent OFFER = reply(250, "mx", "AUTH plain SCRAM-SHA-256", "PIPELINING");
    private static final ClientEvent WELCOME = reply(235, "2.7.0 welcome");

    private final List<String> sent = new ArrayList<>();
    private final List<RecipientOutcome> outcomes = new ArrayList<>();
    private int finished;

    @Test
    void mailIsHandedOverAfterTheLogin() {
        run(
                GREETING,
                OFFER,
                new LoginBegun("SCRAM-SHA-256", message("first"), Success.TOO_EARLY),
                reply(334, "c2FsdA=="),
                new LoginContinued(message("proof"), Success.TOO_EARLY),
                reply(334, "c2ln"),
                new LoginContinued(message(""), Success.BELIEVED),
                WELCOME);

        assertThat(sent)
                .startsWith(
                        "EHLO out.example.org",
                        "(choose of [PLAIN, SCRAM-SHA-256])",
                        "AUTH SCRAM-SHA-256 Zmlyc3Q=",
                        "(answer salt)",
                        "cHJvb2Y=",
                        "(answer sig)",
                        "",
                        "MAIL FROM:<anna@example.org>");
    }

    @Test
    void aServerThatOffersNoLoginGetsNoMail() {
        run(GREETING, reply(250, "mx", "PIPELINING"));

        assertThat(sent).containsExactly("EHLO out.example.org", "QUIT");
        assertThat(outcomes).containsExactly(new TransientFailure(status(4, 7, 4), null));
    }

    @Test
    void aServerWithoutExtensionsGetsNoMail() {
        run(GREETING, reply(500, "what?"), reply(250, "mx"));

        assertThat(outcomes).containsExactly(new TransientFailure(status(4, 7, 4), null));
    }

    @Test
    void withoutAMechanismThatMayBeUsedTheMailWaits() {
        run(GREETING, OFFER, new LoginImpossible());

        assertThat(sent).endsWith("QUIT").noneMatch(line -> line.startsWith("AUTH"));
        assertThat(outcomes).containsExactly(new TransientFailure(status(4, 7, 4), null));
    }

    @Test
    void aWrongPasswordIsMendedByAnAdministratorAndBouncesNothing() {
        run(GREETING, OFFER, new LoginBegun("PLAIN", message("x"), Success.BELIEVED), reply(535, "5.7.8 wrong"));

        assertThat(outcomes)
                .containsExactly(new TransientFailure(status(4, 7, 8), new PeerReply(535, List.of("5.7.8 wrong"))));
    }

    @Test
    void aSuccessThatComesTooEarlyIsNotBelieved() {
        run(GREETING, OFFER, new LoginBegun("SCRAM-SHA-256", message("x"), Success.TOO_EARLY), WELCOME);

        assertThat(sent).endsWith("QUIT");
        assertThat(outcomes).containsExactly(new TransientFailure(status(4, 7, 0), null));
    }

    @Test
    void anExchangeIsCancelledWhenTheServerIsNotAuthenticOrTalksNonsense() {
        run(
                GREETING,
                OFFER,
                new LoginBegun("SCRAM-SHA-256", message("x"), Success.TOO_EARLY),
                reply(334, "c2FsdA=="),
                new LoginAbandoned(),
                reply(501, "5.0.0 cancelled"));
        run(
                GREETING,
                OFFER,
                new LoginBegun("SCRAM-SHA-256", message("x"), Success.TOO_EARLY),
                reply(334, "no base64"),
                WELCOME);

        assertThat(sent).contains("*").noneMatch(line -> line.startsWith("MAIL"));
        assertThat(outcomes).hasSize(2).containsOnly(new TransientFailure(status(4, 7, 0), null));
    }

    @Test
    void aLongInitialResponseComesAfterTheCommand() {
        String password = "p".repeat(600);
        run(GREETING, OFFER, new LoginBegun("PLAIN", message(password), Success.BELIEVED), reply(334, ""), WELCOME);

        assertThat(sent.get(2)).isEqualTo("AUTH PLAIN");
        assertThat(sent.get(3)).startsWith("cHBw").hasSize(800);
        assertThat(sent.get(4)).startsWith("MAIL FROM:");
    }

    @Test
    void aServerThatSpeaksOutOfTurnIsNotInStep() {
        run(GREETING, OFFER, reply(235, "welcome already"));

        assertThat(outcomes).containsExactly(new ConnectionTrouble(Trouble.MALFORMED_REPLY, null));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappensThereIsOneOutcomeAndNoMailWithoutALogin(long seed) {
        Random random = new Random(seed);
        List<ClientEvent> possible = List.of(
                GREETING,
                OFFER,
                reply(334, "c2FsdA=="),
                reply(334, "?"),
                reply(250, "ok"),
                reply(535, "no"),
                reply(454, "later"),
                new LoginBegun("SCRAM-SHA-256", message("x"), Success.TOO_EARLY),
                new LoginContinued(message("y"), Success.TOO_EARLY),
                new LoginContinued(message("z"), Success.BELIEVED),
                new LoginImpossible(),
                new LoginAbandoned());
        List<ClientEvent> events = new ArrayList<>(List.of(GREETING, OFFER));
        for (int i = random.nextInt(20); i > 0; i--) {
            events.add(possible.get(random.nextInt(possible.size())));
        }
        events.add(new TimedOut());

        run(events.toArray(ClientEvent[]::new));

        assertThat(finished).isEqualTo(1);
        assertThat(sent).noneMatch(line -> line.startsWith("MAIL"));
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    private void run(ClientEvent... events) {
        ClientProfile profile = new ClientProfile(
                new Domain("out.example.org"),
                TlsUse.NEVER,
                LoginUse.REQUIRED,
                new OutgoingMail(
                        new ReversePath.To(new AddrSpec("anna", new Domain("example.org"))),
                        12,
                        Content.SEVEN_BIT,
                        null,
                        null,
                        List.of(new OutgoingRecipient(
                                new AddrSpec("ben", new Domain("example.com")), RcptParameters.NONE))));
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
            case ClientEffect.BeginLogin(Set<String> mechanisms) ->
                sent.add("(choose of " + mechanisms.stream().sorted().toList() + ")");
            case ClientEffect.ContinueLogin(SaslMessage challenge) ->
                sent.add("(answer " + new String(challenge.toBytes(), US_ASCII) + ")");
            case ClientEffect.Respond(AuthResponse response) -> sent.add(AuthResponse.format(response));
            case ClientEffect.StartTls _ -> sent.add("(handshake)");
            case ClientEffect.SendContent _ -> sent.add("(content)");
            case ClientEffect.Finish(var decided) -> {
                finished++;
                outcomes.addAll(decided);
            }
            case ClientEffect.Close _ -> sent.add("(closed)");
        }
    }

    private static SaslMessage message(String text) {
        return SaslMessage.copyOf(text.getBytes(US_ASCII));
    }

    private static ClientEvent reply(int code, String... lines) {
        return new ReplyReceived(new PeerReply(code, Arrays.asList(lines)), false);
    }

    private static EnhancedStatusCode status(int statusClass, int subject, int detail) {
        return new EnhancedStatusCode(statusClass, subject, detail);
    }
}
