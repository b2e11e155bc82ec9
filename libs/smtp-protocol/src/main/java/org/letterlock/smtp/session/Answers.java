package org.letterlock.smtp.session;

import static org.letterlock.smtp.session.SmtpServerMachine.failed;
import static org.letterlock.smtp.session.SmtpServerMachine.unexpected;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.smtp.command.ForwardPath;
import org.letterlock.smtp.command.MailParameters;
import org.letterlock.smtp.command.RcptParameters;
import org.letterlock.smtp.command.SaslMessage;
import org.letterlock.smtp.command.SmtpCommand;
import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.reply.SmtpReply;
import org.letterlock.smtp.session.MailTransaction.AcceptedRecipient;
import org.letterlock.smtp.session.SessionEvent.Answer;
import org.letterlock.smtp.session.SessionEvent.ChallengeIssued;
import org.letterlock.smtp.session.SessionEvent.LoginGranted;
import org.letterlock.smtp.session.SessionEvent.LoginRefused;
import org.letterlock.smtp.session.SessionEvent.MessageAccepted;
import org.letterlock.smtp.session.SessionEvent.MessageOpened;
import org.letterlock.smtp.session.SessionEvent.MessageRefused;
import org.letterlock.smtp.session.SessionEvent.RecipientAccepted;
import org.letterlock.smtp.session.SessionEvent.RecipientRefused;
import org.letterlock.smtp.session.SessionEvent.SenderAccepted;
import org.letterlock.smtp.session.SessionEvent.SenderRefused;
import org.letterlock.smtp.session.SessionEvent.TlsEstablished;
import org.letterlock.smtp.session.SessionState.Accepting;
import org.letterlock.smtp.session.SessionState.AwaitingAuthResponse;
import org.letterlock.smtp.session.SessionState.BetweenChunks;
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
import org.letterlock.smtp.session.SessionState.ReceivingChunk;
import org.letterlock.smtp.session.SessionState.ReceivingData;
import org.letterlock.smtp.session.SessionState.RefusedBetweenChunks;

/** What the answers of other services lead to. */
final class Answers {
    private Answers() {}

    /** An answer and the state that it meets. */
    private record Meeting(SessionState state, Answer answer) {}

    static Transition next(SessionProfile profile, SessionState state, Answer answer) {
        return switch (answer) {
            case MessageOpened opened -> opened(state, opened);
            case MessageRefused refused -> refused(state, refused);
            case TlsEstablished _,
                    ChallengeIssued _,
                    LoginGranted _,
                    LoginRefused _,
                    SenderAccepted _,
                    SenderRefused _,
                    RecipientAccepted _,
                    RecipientRefused _,
                    MessageAccepted _ -> judged(profile, state, answer);
        };
    }

    private static Transition judged(SessionProfile profile, SessionState state, Answer answer) {
        return switch (new Meeting(state, answer)) {
            case Meeting(NegotiatingTls(Session session), TlsEstablished _) ->
                Transition.to(new Ready(session.afterTls()));
            case Meeting(JudgingLogin(Session session), ChallengeIssued(SaslMessage challenge)) ->
                Transition.reply(new AwaitingAuthResponse(session), SmtpReplies.challenge(challenge.toBytes()));
            case Meeting(JudgingLogin judging, LoginGranted(String account, @Nullable SaslMessage additionalData)) ->
                Logins.granted(judging, account, additionalData);
            case Meeting(JudgingLogin(Session session), LoginRefused(LoginRefusal refusal)) ->
                failed(profile, new Ready(session), refusal.reply());
            case Meeting(JudgingSender(Session session, SmtpCommand.Mail mail), SenderAccepted _) ->
                Transition.reply(new InTransaction(session, begin(mail)), SmtpReplies.SENDER_OK);
            case Meeting(JudgingSender(Session session, SmtpCommand.Mail _), SenderRefused(SmtpReply reply)) ->
                Transition.reply(new Ready(session), reply);
            case Meeting(
                    JudgingRecipient(
                            Session session,
                            MailTransaction transaction,
                            ForwardPath path,
                            RcptParameters parameters),
                    RecipientAccepted _) ->
                Transition.reply(
                        new InTransaction(session, transaction.with(new AcceptedRecipient(path, parameters))),
                        SmtpReplies.RECIPIENT_OK);
            case Meeting(JudgingRecipient judging, RecipientRefused(RecipientRefusal refusal)) ->
                Transition.reply(
                        new InTransaction(judging.session(), judging.transaction()),
                        refusal.reply(judging.forwardPath()));
            case Meeting(Accepting(Session session, MailTransaction _), MessageAccepted(String queueId)) ->
                Transition.reply(new Ready(session), SmtpReplies.queuedAs(queueId));
            case Meeting _ -> throw unexpected(state, answer);
        };
    }

    private static MailTransaction begin(SmtpCommand.Mail mail) {
        MailParameters parameters = mail.parameters();
        return new MailTransaction(mail.reversePath(), parameters, List.of());
    }

    private static Transition opened(SessionState state, MessageOpened answer) {
        return switch (state) {
            case OpeningForData(Session session, MailTransaction transaction) ->
                Transition.to(
                        new ReceivingData(session, transaction),
                        new Effect.Send(SmtpReplies.START_MAIL_INPUT),
                        new Effect.ReceiveData());
            case OpeningForChunk(Session session, MailTransaction transaction, SmtpCommand.Bdat chunk) ->
                Transition.to(
                        new ReceivingChunk(session, transaction, chunk),
                        new Effect.ReceiveChunk(chunk.size(), chunk.last()));
            case SessionState _ -> throw unexpected(state, answer);
        };
    }

    private static Transition refused(SessionState state, MessageRefused answer) {
        SmtpReply reply = answer.reply();
        return switch (state) {
            case OpeningForData(Session session, MailTransaction _) -> Transition.reply(new Ready(session), reply);
            case OpeningForChunk(Session session, MailTransaction _, SmtpCommand.Bdat chunk) ->
                Transition.to(new DiscardingChunk(new Ready(session), reply), new Effect.SkipChunk(chunk.size()));
            case ReceivingData(Session session, MailTransaction _) ->
                Transition.to(new DiscardingData(session, reply), new Effect.AbandonMessage());
            case ReceivingChunk(Session session, MailTransaction _, SmtpCommand.Bdat _) ->
                Transition.to(new DiscardingChunk(new Ready(session), reply), new Effect.AbandonMessage());
            case BetweenChunks(Session session, MailTransaction _) ->
                Transition.to(new RefusedBetweenChunks(session, reply), new Effect.AbandonMessage());
            case Accepting(Session session, MailTransaction _) -> Transition.reply(new Ready(session), reply);
            // The content was refused for another reason before its header was judged, or the client gave it up.
            case Ready _, DiscardingData _, DiscardingChunk _, RefusedBetweenChunks _ -> Transition.to(state);
            case SessionState _ -> throw unexpected(state, answer);
        };
    }
}
