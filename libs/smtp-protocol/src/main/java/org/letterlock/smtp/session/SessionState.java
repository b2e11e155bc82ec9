package org.letterlock.smtp.session;

import org.letterlock.smtp.command.ForwardPath;
import org.letterlock.smtp.command.RcptParameters;
import org.letterlock.smtp.command.SmtpCommand;
import org.letterlock.smtp.reply.SmtpReply;
import org.letterlock.smtp.session.ExpectedInput.OfChunk;
import org.letterlock.smtp.session.ExpectedInput.OfData;
import org.letterlock.smtp.session.ExpectedInput.OfLine;
import org.letterlock.smtp.session.ExpectedInput.OfNothing;

/** Where a session is. Data exists only in the states in which it is valid. */
public sealed interface SessionState {
    /** Hard cap of a command line (SMTP-10). */
    int MAX_COMMAND_LINE = 4096;

    /** A line of a SASL exchange (RFC 4954 section 4.3). */
    int MAX_AUTH_LINE = 12_288;

    /** What may be read now. */
    ExpectedInput input();

    /** A state in which a command may come. */
    sealed interface AwaitingCommand extends SessionState {
        Session session();

        AwaitingCommand with(Session session);

        @Override
        default ExpectedInput input() {
            return new OfLine(MAX_COMMAND_LINE);
        }
    }

    /** A state in which another service is asked. */
    sealed interface AwaitingAnswer extends SessionState {
        Session session();

        AwaitingAnswer with(Session session);

        @Override
        default ExpectedInput input() {
            return new OfNothing();
        }
    }

    /** A state in which octets of a message arrive. */
    sealed interface Receiving extends SessionState {
        Session session();

        Receiving with(Session session);
    }

    /** No transaction is open. */
    record Ready(Session session) implements AwaitingCommand {
        @Override
        public Ready with(Session changed) {
            return new Ready(changed);
        }
    }

    /** MAIL was accepted. */
    record InTransaction(Session session, MailTransaction transaction) implements AwaitingCommand {
        @Override
        public InTransaction with(Session changed) {
            return new InTransaction(changed, transaction);
        }
    }

    /** A chunk has arrived, the last one has not. */
    record BetweenChunks(Session session, MailTransaction transaction) implements AwaitingCommand {
        @Override
        public BetweenChunks with(Session changed) {
            return new BetweenChunks(changed, transaction);
        }
    }

    /** The message was refused between two chunks; the next chunk is answered so. */
    record RefusedBetweenChunks(Session session, SmtpReply refusal) implements AwaitingCommand {
        @Override
        public RefusedBetweenChunks with(Session changed) {
            return new RefusedBetweenChunks(changed, refusal);
        }
    }

    /** A challenge was sent. */
    record AwaitingAuthResponse(Session session) implements SessionState {
        @Override
        public ExpectedInput input() {
            return new OfLine(MAX_AUTH_LINE);
        }
    }

    /** The login is granted and the server's last word was sent; the client acknowledges it with an empty line. */
    record ConfirmingLogin(Session session, String account) implements SessionState {
        @Override
        public ExpectedInput input() {
            return new OfLine(MAX_AUTH_LINE);
        }
    }

    /** 220 was sent; the handshake runs. */
    record NegotiatingTls(Session session) implements AwaitingAnswer {
        @Override
        public NegotiatingTls with(Session changed) {
            return new NegotiatingTls(changed);
        }
    }

    /** Auth-service is asked. */
    record JudgingLogin(Session session) implements AwaitingAnswer {
        @Override
        public JudgingLogin with(Session changed) {
            return new JudgingLogin(changed);
        }
    }

    /** Whether MAIL is accepted is asked. */
    record JudgingSender(Session session, SmtpCommand.Mail mail) implements AwaitingAnswer {
        @Override
        public JudgingSender with(Session changed) {
            return new JudgingSender(changed, mail);
        }
    }

    /** Whether RCPT is accepted is asked. */
    record JudgingRecipient(
            Session session, MailTransaction transaction, ForwardPath forwardPath, RcptParameters parameters)
            implements AwaitingAnswer {
        @Override
        public JudgingRecipient with(Session changed) {
            return new JudgingRecipient(changed, transaction, forwardPath, parameters);
        }
    }

    /** A place for the content is being made; then the data is asked for. */
    record OpeningForData(Session session, MailTransaction transaction) implements AwaitingAnswer {
        @Override
        public OpeningForData with(Session changed) {
            return new OpeningForData(changed, transaction);
        }
    }

    /** A place for the content is being made; then the chunk that stands waiting is read. */
    record OpeningForChunk(Session session, MailTransaction transaction, SmtpCommand.Bdat chunk)
            implements AwaitingAnswer {
        @Override
        public OpeningForChunk with(Session changed) {
            return new OpeningForChunk(changed, transaction, chunk);
        }
    }

    /** The content is complete; the message is made durable. */
    record Accepting(Session session, MailTransaction transaction) implements AwaitingAnswer {
        @Override
        public Accepting with(Session changed) {
            return new Accepting(changed, transaction);
        }
    }

    /** 354 was sent. */
    record ReceivingData(Session session, MailTransaction transaction) implements Receiving {
        @Override
        public ExpectedInput input() {
            return new OfData();
        }

        @Override
        public ReceivingData with(Session changed) {
            return new ReceivingData(changed, transaction);
        }
    }

    /** The message is refused already; the rest of its data is read and dropped (SMUG-5). */
    record DiscardingData(Session session, SmtpReply refusal) implements Receiving {
        @Override
        public ExpectedInput input() {
            return new OfData();
        }

        @Override
        public DiscardingData with(Session changed) {
            return new DiscardingData(changed, refusal);
        }
    }

    /** A chunk arrives. */
    record ReceivingChunk(Session session, MailTransaction transaction, SmtpCommand.Bdat chunk) implements Receiving {
        @Override
        public ExpectedInput input() {
            return new OfChunk();
        }

        @Override
        public ReceivingChunk with(Session changed) {
            return new ReceivingChunk(changed, transaction, chunk);
        }
    }

    /** A chunk arrives that is not wanted; it is dropped by count, then answered, and the session goes on in {@code next}. */
    record DiscardingChunk(AwaitingCommand next, SmtpReply refusal) implements Receiving {
        @Override
        public Session session() {
            return next.session();
        }

        @Override
        public ExpectedInput input() {
            return new OfChunk();
        }

        @Override
        public DiscardingChunk with(Session changed) {
            return new DiscardingChunk(next.with(changed), refusal);
        }
    }

    /** Over; whatever arrives now is not looked at. */
    record Closed() implements SessionState {
        @Override
        public ExpectedInput input() {
            return new OfNothing();
        }
    }
}
