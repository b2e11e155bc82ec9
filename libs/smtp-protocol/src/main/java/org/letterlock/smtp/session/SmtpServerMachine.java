package org.letterlock.smtp.session;

import java.util.ArrayList;
import java.util.List;
import org.letterlock.smtp.framing.DataOutcome;
import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.reply.SmtpReply;
import org.letterlock.smtp.session.SessionEvent.Answer;
import org.letterlock.smtp.session.SessionEvent.ChunkEnded;
import org.letterlock.smtp.session.SessionEvent.ConnectionLost;
import org.letterlock.smtp.session.SessionEvent.DataEnded;
import org.letterlock.smtp.session.SessionEvent.Input;
import org.letterlock.smtp.session.SessionEvent.Interruption;
import org.letterlock.smtp.session.SessionEvent.LineReceived;
import org.letterlock.smtp.session.SessionEvent.ShutdownRequested;
import org.letterlock.smtp.session.SessionEvent.Terminated;
import org.letterlock.smtp.session.SessionEvent.TimedOut;
import org.letterlock.smtp.session.SessionState.Accepting;
import org.letterlock.smtp.session.SessionState.AwaitingAnswer;
import org.letterlock.smtp.session.SessionState.AwaitingAuthResponse;
import org.letterlock.smtp.session.SessionState.AwaitingCommand;
import org.letterlock.smtp.session.SessionState.BetweenChunks;
import org.letterlock.smtp.session.SessionState.Closed;
import org.letterlock.smtp.session.SessionState.ConfirmingLogin;
import org.letterlock.smtp.session.SessionState.DiscardingChunk;
import org.letterlock.smtp.session.SessionState.DiscardingData;
import org.letterlock.smtp.session.SessionState.InTransaction;
import org.letterlock.smtp.session.SessionState.JudgingLogin;
import org.letterlock.smtp.session.SessionState.JudgingRecipient;
import org.letterlock.smtp.session.SessionState.JudgingSender;
import org.letterlock.smtp.session.SessionState.NegotiatingTls;
import org.letterlock.smtp.session.SessionState.OpeningForChunk;
import org.letterlock.smtp.session.SessionState.OpeningForData;
import org.letterlock.smtp.session.SessionState.Ready;
import org.letterlock.smtp.session.SessionState.Receiving;
import org.letterlock.smtp.session.SessionState.ReceivingChunk;
import org.letterlock.smtp.session.SessionState.ReceivingData;
import org.letterlock.smtp.session.SessionState.RefusedBetweenChunks;

/**
 * The server's side of a session (RFC 5321 section 4.1.4, with RFC 3030, RFC 3207, RFC 3461, RFC 4954 and RFC 2920). A pure
 * function: no socket, no clock, no logging. It keeps nothing itself; the driver keeps the state.
 *
 * <pre>
 * state               | event                          | effects                        | next
 * Ready               | EHLO, HELO                     | Send 250                       | Ready
 * Ready               | STARTTLS                       | Send 220, StartTls             | NegotiatingTls
 * NegotiatingTls      | TlsEstablished                 |                                | Ready, all forgotten
 * Ready               | AUTH                           | BeginLogin                     | JudgingLogin
 * JudgingLogin        | ChallengeIssued                | Send 334                       | AwaitingAuthResponse
 * AwaitingAuthResponse| line                           | ContinueLogin                  | JudgingLogin
 * AwaitingAuthResponse| "*", malformed, too long       | AbandonLogin, Send 501/500     | Ready
 * JudgingLogin        | LoginGranted                   | Send 235                       | Ready
 * JudgingLogin        | LoginGranted with data         | Send 334                       | ConfirmingLogin
 * ConfirmingLogin     | empty line                     | Send 235                       | Ready
 * JudgingLogin        | LoginRefused                   | Send 535 and the like          | Ready
 * Ready               | MAIL                           | JudgeSender                    | JudgingSender
 * JudgingSender       | SenderAccepted / SenderRefused | Send                           | InTransaction / Ready
 * InTransaction       | RCPT                           | JudgeRecipient                 | JudgingRecipient
 * JudgingRecipient    | RecipientAccepted / -Refused   | Send                           | InTransaction
 * InTransaction       | DATA                           | OpenMessage                    | OpeningForData
 * OpeningForData      | MessageOpened                  | Send 354, ReceiveData          | ReceivingData
 * ReceivingData       | DataEnded as it should         | FinishMessage                  | Accepting
 * ReceivingData       | DataEnded otherwise            | AbandonMessage, Send 5yz       | Ready; Closed after bare CR or LF
 * ReceivingData       | MessageRefused                 | AbandonMessage                 | DiscardingData
 * DiscardingData      | DataEnded                      | Send the refusal               | Ready; Closed after bare CR or LF
 * Accepting           | MessageAccepted / -Refused     | Send 250 / Send                | Ready
 * InTransaction       | BDAT                           | OpenMessage                    | OpeningForChunk
 * OpeningForChunk     | MessageOpened                  | ReceiveChunk                   | ReceivingChunk
 * ReceivingChunk      | ChunkEnded, not the last       | Send 250                       | BetweenChunks
 * ReceivingChunk      | ChunkEnded, the last           | FinishMessage                  | Accepting
 * ReceivingChunk      | ChunkEnded with a fault        | AbandonMessage, Send 5yz       | Ready; Closed after bare CR or LF
 * ReceivingChunk      | MessageRefused                 | AbandonMessage                 | DiscardingChunk
 * BetweenChunks       | BDAT                           | ReceiveChunk                   | ReceivingChunk
 * BetweenChunks       | RSET, EHLO, HELO               | AbandonMessage, Send 250       | Ready
 * BetweenChunks       | MessageRefused                 | AbandonMessage                 | RefusedBetweenChunks
 * anywhere out of place | BDAT                         | SkipChunk                      | DiscardingChunk, then Send 503
 * any with commands   | RSET                           | Send 250                       | Ready
 * any with commands   | QUIT                           | Send 221, Close                | Closed
 * any with commands   | a command out of place         | Send 503, counts as failed     | the same
 * any                 | TimedOut, Terminated           | Send 421, Close                | Closed
 * any                 | ConnectionLost                 | AbandonMessage where one is open | Closed
 * Closed              | anything                       |                                | Closed
 * </pre>
 */
public final class SmtpServerMachine {
    private SmtpServerMachine() {}

    /** A client has connected and was not turned away; it is greeted. */
    public static Transition begin(SessionProfile profile, Protection protection) {
        return Transition.reply(
                new Ready(Session.begin(protection)), SmtpReplies.greeting(profile.hostName(), profile.software()));
    }

    /**
     * What {@code event} leads to. An answer that nobody asked for is a fault of the driver and throws; after the end of the
     * session every event is ignored.
     */
    public static Transition next(SessionProfile profile, SessionState state, SessionEvent event) {
        if (state instanceof Closed) {
            return Transition.to(state);
        }
        return switch (event) {
            case Input input -> drained(read(profile, state, input));
            case Answer answer -> drained(Answers.next(profile, state, answer));
            case Interruption interruption -> interrupt(state, interruption);
        };
    }

    private static Transition read(SessionProfile profile, SessionState state, Input input) {
        return switch (input) {
            case LineReceived received ->
                switch (state) {
                    case AwaitingCommand awaiting -> Commands.next(profile, awaiting, received);
                    case AwaitingAuthResponse awaiting -> Logins.respond(profile, awaiting, received.line());
                    case ConfirmingLogin confirming -> Logins.confirm(profile, confirming, received.line());
                    case AwaitingAnswer _, Receiving _, Closed _ -> throw unexpected(state, input);
                };
            case DataEnded(DataOutcome outcome) ->
                switch (state) {
                    case ReceivingData receiving -> Contents.dataEnded(receiving, outcome);
                    case DiscardingData discarding -> Contents.discardedDataEnded(discarding, outcome);
                    case AwaitingCommand _,
                            AwaitingAnswer _,
                            AwaitingAuthResponse _,
                            ConfirmingLogin _,
                            ReceivingChunk _,
                            DiscardingChunk _,
                            Closed _ -> throw unexpected(state, input);
                };
            case ChunkEnded(DataOutcome outcome) ->
                switch (state) {
                    case ReceivingChunk receiving -> Contents.chunkEnded(receiving, outcome);
                    case DiscardingChunk(AwaitingCommand next, SmtpReply refusal) -> Transition.reply(next, refusal);
                    case AwaitingCommand _,
                            AwaitingAnswer _,
                            AwaitingAuthResponse _,
                            ConfirmingLogin _,
                            ReceivingData _,
                            DiscardingData _,
                            Closed _ -> throw unexpected(state, input);
                };
        };
    }

    private static Transition interrupt(SessionState state, Interruption interruption) {
        return switch (interruption) {
            case TimedOut _ -> end(state, SmtpReplies.TIMEOUT);
            case Terminated(SmtpReply reply) -> end(state, reply);
            case ConnectionLost _ -> {
                List<Effect> effects = new ArrayList<>(whatIsOpen(state));
                effects.add(new Effect.Close());
                yield new Transition(new Closed(), effects);
            }
            case ShutdownRequested _ ->
                switch (state) {
                    case AwaitingAnswer awaiting ->
                        Transition.to(awaiting.with(awaiting.session().draining()));
                    case Receiving receiving ->
                        Transition.to(receiving.with(receiving.session().draining()));
                    case AwaitingCommand _, AwaitingAuthResponse _, ConfirmingLogin _, Closed _ ->
                        end(state, SmtpReplies.SHUTTING_DOWN);
                };
        };
    }

    private static Transition end(SessionState state, SmtpReply reply) {
        List<Effect> effects = new ArrayList<>(whatIsOpen(state));
        effects.add(new Effect.Send(reply));
        effects.add(new Effect.Close());
        return new Transition(new Closed(), effects);
    }

    // What has been begun and must be given up when the session ends here. A message that is being made durable goes
    // on:
    // the client may get it twice, it may not be lost (SMTP-7).
    private static List<Effect> whatIsOpen(SessionState state) {
        return switch (state) {
            case OpeningForData _, OpeningForChunk _, ReceivingData _, ReceivingChunk _, BetweenChunks _ ->
                List.of(new Effect.AbandonMessage());
            case AwaitingAuthResponse _, ConfirmingLogin _, JudgingLogin _ -> List.of(new Effect.AbandonLogin());
            case Ready _,
                    InTransaction _,
                    RefusedBetweenChunks _,
                    NegotiatingTls _,
                    JudgingSender _,
                    JudgingRecipient _,
                    DiscardingData _,
                    DiscardingChunk _,
                    Accepting _,
                    Closed _ -> List.of();
        };
    }

    // A session that should end does so as soon as nothing of the client's is under way.
    private static Transition drained(Transition transition) {
        boolean over = transition.state() instanceof Ready(Session session) && session.isDraining();
        if (!over) {
            return transition;
        }
        List<Effect> effects = new ArrayList<>(transition.effects());
        effects.add(new Effect.Send(SmtpReplies.SHUTTING_DOWN));
        effects.add(new Effect.Close());
        return new Transition(new Closed(), effects);
    }

    /** A command that is wrong or out of place: it is answered and counted (SMTP-11). */
    static Transition failed(SessionProfile profile, AwaitingCommand state, SmtpReply reply) {
        Session session = state.session().failedOnce();
        if (session.failedCommands() <= profile.maxFailedCommands()) {
            return Transition.reply(state.with(session), reply);
        }
        List<Effect> effects = new ArrayList<>(whatIsOpen(state));
        effects.add(new Effect.Report(Effect.Notice.TOO_MANY_ERRORS));
        effects.add(new Effect.Send(SmtpReplies.TOO_MANY_ERRORS));
        effects.add(new Effect.Close());
        return new Transition(new Closed(), effects);
    }

    /** A bare CR or LF: nothing that follows can be trusted to be what it seems (SMUG-1). */
    static Transition smuggling(SessionState state) {
        List<Effect> effects = new ArrayList<>(whatIsOpen(state));
        effects.add(new Effect.Report(Effect.Notice.SMUGGLING_ATTEMPT));
        effects.add(new Effect.Send(SmtpReplies.BARE_NEWLINE));
        effects.add(new Effect.Close());
        return new Transition(new Closed(), effects);
    }

    static IllegalStateException unexpected(SessionState state, SessionEvent event) {
        return new IllegalStateException(
                event.getClass().getSimpleName() + " in " + state.getClass().getSimpleName());
    }
}
