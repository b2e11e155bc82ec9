package org.letterlock.smtp.session;

import static org.letterlock.smtp.session.SmtpServerMachine.failed;
import static org.letterlock.smtp.session.SmtpServerMachine.smuggling;

import java.util.ArrayList;
import java.util.List;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.smtp.command.CommandFault;
import org.letterlock.smtp.command.CommandLine;
import org.letterlock.smtp.command.CommandParser;
import org.letterlock.smtp.command.SmtpCommand;
import org.letterlock.smtp.framing.Line;
import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.reply.SmtpReply;
import org.letterlock.smtp.session.Introduction.Greeting;
import org.letterlock.smtp.session.SessionEvent.LineReceived;
import org.letterlock.smtp.session.SessionState.AwaitingCommand;
import org.letterlock.smtp.session.SessionState.BetweenChunks;
import org.letterlock.smtp.session.SessionState.Closed;
import org.letterlock.smtp.session.SessionState.InTransaction;
import org.letterlock.smtp.session.SessionState.JudgingRecipient;
import org.letterlock.smtp.session.SessionState.JudgingSender;
import org.letterlock.smtp.session.SessionState.NegotiatingTls;
import org.letterlock.smtp.session.SessionState.Ready;
import org.letterlock.smtp.session.SessionState.RefusedBetweenChunks;

/** What a command line leads to. */
final class Commands {
    private Commands() {}

    static Transition next(SessionProfile profile, AwaitingCommand state, LineReceived received) {
        AwaitingCommand spoken = state.with(state.session().spoken());
        return switch (received.line()) {
            case Line.TooLong _ -> failed(profile, spoken, SmtpReplies.LINE_TOO_LONG);
            case Line.BareNewline _ -> smuggling(state);
            case Line.Complete(String text) ->
                switch (CommandParser.parse(text)) {
                    case CommandLine.Valid(SmtpCommand command) ->
                        received.isFollowed() && mustBeLastInGroup(command)
                                ? followed(state, command)
                                : run(profile, spoken, command);
                    case CommandLine.Invalid(CommandFault fault) ->
                        invalid(profile, spoken, fault, state.session().hasSpoken());
                };
        };
    }

    // RFC 2920 section 3.1 wants EHLO, DATA, VRFY, EXPN, QUIT and NOOP last in a group because the client needs their
    // replies
    // first. Refused are those after which the meaning of the octets depends on the reply; the others do no harm.
    private static boolean mustBeLastInGroup(SmtpCommand command) {
        return switch (command) {
            case SmtpCommand.Ehlo _,
                    SmtpCommand.Helo _,
                    SmtpCommand.Data _,
                    SmtpCommand.StartTls _,
                    SmtpCommand.Auth _ -> true;
            case SmtpCommand.Mail _,
                    SmtpCommand.Rcpt _,
                    SmtpCommand.Bdat _,
                    SmtpCommand.Rset _,
                    SmtpCommand.Noop _,
                    SmtpCommand.Quit _,
                    SmtpCommand.Vrfy _,
                    SmtpCommand.Expn _,
                    SmtpCommand.Help _ -> false;
        };
    }

    private static Transition followed(AwaitingCommand state, SmtpCommand command) {
        boolean injection = command instanceof SmtpCommand.StartTls;
        List<Effect> end = List.of(
                new Effect.Report(injection ? Effect.Notice.STARTTLS_INJECTION : Effect.Notice.SMUGGLING_ATTEMPT),
                new Effect.Send(injection ? SmtpReplies.NOTHING_MAY_FOLLOW : SmtpReplies.PIPELINING_NOT_PERMITTED),
                new Effect.Close());
        return new Transition(new Closed(), join(abandonIfOpen(state), end));
    }

    private static Transition invalid(
            SessionProfile profile, AwaitingCommand state, CommandFault fault, boolean spokenBefore) {
        return switch (fault) {
            case HTTP_REQUEST ->
                spokenBefore
                        ? failed(profile, state, fault.reply())
                        : Transition.to(
                                new Closed(), new Effect.Report(Effect.Notice.HTTP_REQUEST), new Effect.Close());
            // How many octets follow is unknown: to go on would be to take them for commands.
            case CHUNK_SIZE ->
                new Transition(
                        new Closed(),
                        join(abandonIfOpen(state), List.of(new Effect.Send(fault.reply()), new Effect.Close())));
            case UNKNOWN_COMMAND,
                    LINE_TOO_LONG,
                    ARGUMENT,
                    EHLO_ARGUMENT,
                    SENDER_SYNTAX,
                    SENDER_NOT_ASCII,
                    RECIPIENT_SYNTAX,
                    RECIPIENT_NOT_ASCII,
                    UNKNOWN_PARAMETER,
                    PARAMETER_VALUE,
                    BASE64 -> failed(profile, state, fault.reply());
        };
    }

    private static Transition run(SessionProfile profile, AwaitingCommand state, SmtpCommand command) {
        boolean permitted = profile.security().permitsMail(state.session().protection());
        return switch (command) {
            case SmtpCommand.Ehlo(Domain client) -> introduce(profile, state, client, Greeting.EHLO);
            case SmtpCommand.Helo(Domain client) -> introduce(profile, state, client, Greeting.HELO);
            case SmtpCommand.StartTls _ -> startTls(profile, state);
            case SmtpCommand.Auth auth -> Logins.begin(profile, state, auth);
            case SmtpCommand.Noop _ -> Transition.reply(state, SmtpReplies.OK);
            case SmtpCommand.Help _ -> Transition.reply(state, SmtpReplies.HELP);
            case SmtpCommand.Rset _ -> reset(state, SmtpReplies.OK);
            case SmtpCommand.Quit _ ->
                new Transition(
                        new Closed(),
                        join(abandonIfOpen(state), List.of(new Effect.Send(SmtpReplies.BYE), new Effect.Close())));
            case SmtpCommand.Bdat bdat ->
                permitted
                        ? Contents.chunk(profile, state, bdat)
                        : Contents.skip(profile, state, bdat, SmtpReplies.TLS_REQUIRED);
            case SmtpCommand.Mail mail ->
                permitted ? mail(profile, state, mail) : failed(profile, state, SmtpReplies.TLS_REQUIRED);
            case SmtpCommand.Rcpt rcpt ->
                permitted ? rcpt(profile, state, rcpt) : failed(profile, state, SmtpReplies.TLS_REQUIRED);
            case SmtpCommand.Data _ ->
                permitted ? Contents.data(profile, state) : failed(profile, state, SmtpReplies.TLS_REQUIRED);
            case SmtpCommand.Vrfy _ ->
                permitted
                        ? Transition.reply(state, SmtpReplies.CANNOT_VERIFY)
                        : failed(profile, state, SmtpReplies.TLS_REQUIRED);
            case SmtpCommand.Expn _ ->
                failed(profile, state, permitted ? SmtpReplies.NOT_IMPLEMENTED : SmtpReplies.TLS_REQUIRED);
        };
    }

    // RFC 5321 section 4.1.4: EHLO in a transaction has the effect of RSET.
    private static Transition introduce(
            SessionProfile profile, AwaitingCommand state, Domain client, Greeting greeting) {
        if (profile.ownNames().contains(client)) {
            return failed(profile, state, SmtpReplies.INVALID_EHLO_NAME);
        }
        Session session = state.session().introduced(new Introduction.As(client, greeting));
        List<String> keywords = switch (greeting) {
            case EHLO -> profile.keywords(session);
            case HELO -> List.of();
        };
        return reset(state.with(session), SmtpReplies.introduced(profile.hostName(), keywords));
    }

    private static Transition startTls(SessionProfile profile, AwaitingCommand state) {
        if (state.session().protection() == Protection.TLS) {
            return failed(profile, state, SmtpReplies.ALREADY_ENCRYPTED);
        }
        if (!profile.offersStartTls()) {
            return failed(profile, state, SmtpReplies.NOT_IMPLEMENTED);
        }
        return switch (state) {
            case Ready _, InTransaction _ ->
                state.session().introduction() instanceof Introduction.None
                        ? failed(profile, state, SmtpReplies.BAD_SEQUENCE)
                        : Transition.to(
                                new NegotiatingTls(state.session()),
                                new Effect.Send(SmtpReplies.READY_FOR_TLS),
                                new Effect.StartTls());
            case BetweenChunks _, RefusedBetweenChunks _ -> failed(profile, state, SmtpReplies.BAD_SEQUENCE);
        };
    }

    private static Transition mail(SessionProfile profile, AwaitingCommand state, SmtpCommand.Mail mail) {
        Session session = state.session();
        if (!(state instanceof Ready) || session.introduction() instanceof Introduction.None) {
            return failed(profile, state, SmtpReplies.BAD_SEQUENCE);
        }
        if (profile.role() == ServerRole.SUBMISSION && session.login() instanceof Login.Nobody) {
            return failed(profile, state, SmtpReplies.LOGIN_REQUIRED);
        }
        if (mail.parameters().size() > profile.maxMessageSize()) {
            return Transition.reply(state, SmtpReplies.MESSAGE_TOO_BIG);
        }
        return Transition.to(new JudgingSender(session, mail), new Effect.JudgeSender(mail));
    }

    private static Transition rcpt(SessionProfile profile, AwaitingCommand state, SmtpCommand.Rcpt rcpt) {
        return switch (state) {
            case InTransaction(Session session, MailTransaction transaction) ->
                transaction.recipients().size() >= profile.maxRecipients()
                        ? Transition.reply(state, SmtpReplies.TOO_MANY_RECIPIENTS)
                        : Transition.to(
                                new JudgingRecipient(session, transaction, rcpt.forwardPath(), rcpt.parameters()),
                                new Effect.JudgeRecipient(transaction, rcpt.forwardPath(), rcpt.parameters()));
            case Ready _, BetweenChunks _, RefusedBetweenChunks _ -> failed(profile, state, SmtpReplies.BAD_SEQUENCE);
        };
    }

    private static Transition reset(AwaitingCommand state, SmtpReply reply) {
        return new Transition(new Ready(state.session()), join(abandonIfOpen(state), List.of(new Effect.Send(reply))));
    }

    private static List<Effect> join(List<Effect> first, List<Effect> then) {
        List<Effect> joined = new ArrayList<>(first);
        joined.addAll(then);
        return joined;
    }

    private static List<Effect> abandonIfOpen(AwaitingCommand state) {
        return switch (state) {
            case BetweenChunks _ -> List.of(new Effect.AbandonMessage());
            case Ready _, InTransaction _, RefusedBetweenChunks _ -> List.of();
        };
    }
}
