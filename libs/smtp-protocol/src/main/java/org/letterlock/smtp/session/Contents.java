package org.letterlock.smtp.session;

import static org.letterlock.smtp.session.SmtpServerMachine.failed;
import static org.letterlock.smtp.session.SmtpServerMachine.smuggling;

import org.letterlock.smtp.command.SmtpCommand;
import org.letterlock.smtp.framing.DataOutcome;
import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.reply.SmtpReply;
import org.letterlock.smtp.session.SessionState.Accepting;
import org.letterlock.smtp.session.SessionState.AwaitingCommand;
import org.letterlock.smtp.session.SessionState.BetweenChunks;
import org.letterlock.smtp.session.SessionState.DiscardingChunk;
import org.letterlock.smtp.session.SessionState.DiscardingData;
import org.letterlock.smtp.session.SessionState.InTransaction;
import org.letterlock.smtp.session.SessionState.OpeningForChunk;
import org.letterlock.smtp.session.SessionState.OpeningForData;
import org.letterlock.smtp.session.SessionState.Ready;
import org.letterlock.smtp.session.SessionState.ReceivingChunk;
import org.letterlock.smtp.session.SessionState.ReceivingData;
import org.letterlock.smtp.session.SessionState.RefusedBetweenChunks;

/** The content of a message: DATA (RFC 5321 section 4.1.1.4) and BDAT (RFC 3030). */
final class Contents {
    private Contents() {}

    static Transition data(SessionProfile profile, AwaitingCommand state) {
        return switch (state) {
            case InTransaction(Session session, MailTransaction transaction) ->
                transaction.recipients().isEmpty()
                        ? failed(profile, state, SmtpReplies.NO_VALID_RECIPIENTS)
                        : Transition.to(new OpeningForData(session, transaction), new Effect.OpenMessage(transaction));
            // RFC 3030 section 2: DATA and BDAT cannot be used in the same transaction.
            case Ready _, BetweenChunks _, RefusedBetweenChunks _ -> failed(profile, state, SmtpReplies.BAD_SEQUENCE);
        };
    }

    static Transition chunk(SessionProfile profile, AwaitingCommand state, SmtpCommand.Bdat bdat) {
        return switch (state) {
            case InTransaction(Session session, MailTransaction transaction) ->
                transaction.recipients().isEmpty()
                        ? skip(profile, state, bdat, SmtpReplies.NO_VALID_RECIPIENTS)
                        : Transition.to(
                                new OpeningForChunk(session, transaction, bdat), new Effect.OpenMessage(transaction));
            case BetweenChunks(Session session, MailTransaction transaction) ->
                Transition.to(
                        new ReceivingChunk(session, transaction, bdat),
                        new Effect.ReceiveChunk(bdat.size(), bdat.last()));
            case RefusedBetweenChunks(Session session, SmtpReply refusal) ->
                Transition.to(new DiscardingChunk(new Ready(session), refusal), new Effect.SkipChunk(bdat.size()));
            case Ready _ -> skip(profile, state, bdat, SmtpReplies.BAD_SEQUENCE);
        };
    }

    /** The octets come whether they are wanted or not, so they are read before the command is refused (SMTP-13). */
    static Transition skip(SessionProfile profile, AwaitingCommand state, SmtpCommand.Bdat bdat, SmtpReply refusal) {
        Session session = state.session().failedOnce();
        if (session.failedCommands() > profile.maxFailedCommands()) {
            return failed(profile, state, refusal);
        }
        return Transition.to(new DiscardingChunk(state.with(session), refusal), new Effect.SkipChunk(bdat.size()));
    }

    static Transition dataEnded(ReceivingData state, DataOutcome outcome) {
        Session session = state.session();
        return switch (outcome) {
            case COMPLETE ->
                Transition.to(
                        new Accepting(session, state.transaction()), new Effect.FinishMessage(state.transaction()));
            case BARE_NEWLINE -> smuggling(state);
            case TOO_BIG -> refused(session, SmtpReplies.MESSAGE_TOO_BIG);
            case LINE_TOO_LONG -> refused(session, SmtpReplies.TEXT_LINE_TOO_LONG);
        };
    }

    static Transition discardedDataEnded(DiscardingData state, DataOutcome outcome) {
        return switch (outcome) {
            case BARE_NEWLINE -> smuggling(state);
            case COMPLETE, TOO_BIG, LINE_TOO_LONG -> Transition.reply(new Ready(state.session()), state.refusal());
        };
    }

    static Transition chunkEnded(ReceivingChunk state, DataOutcome outcome) {
        Session session = state.session();
        return switch (outcome) {
            case COMPLETE ->
                state.chunk().last()
                        ? Transition.to(
                                new Accepting(session, state.transaction()),
                                new Effect.FinishMessage(state.transaction()))
                        : Transition.reply(
                                new BetweenChunks(session, state.transaction()),
                                SmtpReplies.chunkReceived(state.chunk().size()));
            case BARE_NEWLINE -> smuggling(state);
            case TOO_BIG -> refused(session, SmtpReplies.MESSAGE_TOO_BIG);
            case LINE_TOO_LONG -> refused(session, SmtpReplies.TEXT_LINE_TOO_LONG);
        };
    }

    private static Transition refused(Session session, SmtpReply reply) {
        return Transition.to(new Ready(session), new Effect.AbandonMessage(), new Effect.Send(reply));
    }
}
