package org.letterlock.smtp.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.smtp.client.ClientEffect.Close;
import org.letterlock.smtp.client.ClientEffect.Finish;
import org.letterlock.smtp.client.ClientEffect.Send;
import org.letterlock.smtp.client.ClientEffect.SendContent;
import org.letterlock.smtp.client.ClientEffect.StartTls;
import org.letterlock.smtp.client.ClientEvent.CertificateRefused;
import org.letterlock.smtp.client.ClientEvent.ConnectionLost;
import org.letterlock.smtp.client.ClientEvent.ContentSent;
import org.letterlock.smtp.client.ClientEvent.ContentUnreadable;
import org.letterlock.smtp.client.ClientEvent.ContentUnsendable;
import org.letterlock.smtp.client.ClientEvent.LoginAbandoned;
import org.letterlock.smtp.client.ClientEvent.LoginBegun;
import org.letterlock.smtp.client.ClientEvent.LoginContinued;
import org.letterlock.smtp.client.ClientEvent.LoginImpossible;
import org.letterlock.smtp.client.ClientEvent.ReplyMalformed;
import org.letterlock.smtp.client.ClientEvent.ReplyReceived;
import org.letterlock.smtp.client.ClientEvent.TimedOut;
import org.letterlock.smtp.client.ClientEvent.TlsEstablished;
import org.letterlock.smtp.client.ClientEvent.TlsFailed;
import org.letterlock.smtp.client.ClientState.AwaitingAcceptance;
import org.letterlock.smtp.client.ClientState.AwaitingBye;
import org.letterlock.smtp.client.ClientState.AwaitingCancellation;
import org.letterlock.smtp.client.ClientState.AwaitingData;
import org.letterlock.smtp.client.ClientState.AwaitingEhlo;
import org.letterlock.smtp.client.ClientState.AwaitingGreeting;
import org.letterlock.smtp.client.ClientState.AwaitingHelo;
import org.letterlock.smtp.client.ClientState.AwaitingLoginReply;
import org.letterlock.smtp.client.ClientState.AwaitingMail;
import org.letterlock.smtp.client.ClientState.AwaitingRcpt;
import org.letterlock.smtp.client.ClientState.AwaitingStartTls;
import org.letterlock.smtp.client.ClientState.Channel;
import org.letterlock.smtp.client.ClientState.Closed;
import org.letterlock.smtp.client.ClientState.NegotiatingTls;
import org.letterlock.smtp.client.ClientState.RecipientAnswer;
import org.letterlock.smtp.client.ClientState.SendingContent;
import org.letterlock.smtp.client.ClientState.WorkingOutLogin;
import org.letterlock.smtp.client.OutgoingMail.Content;
import org.letterlock.smtp.client.OutgoingMail.OutgoingRecipient;
import org.letterlock.smtp.client.RecipientOutcome.Accepted;
import org.letterlock.smtp.client.RecipientOutcome.ConnectionTrouble;
import org.letterlock.smtp.client.RecipientOutcome.DsnSupport;
import org.letterlock.smtp.client.RecipientOutcome.PermanentFailure;
import org.letterlock.smtp.client.RecipientOutcome.TransientFailure;
import org.letterlock.smtp.client.RecipientOutcome.Trouble;
import org.letterlock.smtp.command.ForwardPath;
import org.letterlock.smtp.command.MailParameters;
import org.letterlock.smtp.command.MailParameters.Body;
import org.letterlock.smtp.command.RcptParameters;
import org.letterlock.smtp.command.SmtpCommand;
import org.letterlock.smtp.reply.EnhancedStatusCode;
import org.letterlock.smtp.reply.PeerReply;

/**
 * The client's side of one delivery (RFC 5321 section 4.1.4, RFC 2920, RFC 3207, RFC 3461, RFC 4954). A pure function: no socket, no
 * clock. It keeps nothing itself; the driver keeps the state. Whatever happens, {@link Finish} comes exactly once.
 *
 * <pre>
 * state              | reply                         | effects                         | next
 * AwaitingGreeting   | 220                           | Send EHLO                       | AwaitingEhlo
 * AwaitingGreeting   | 220 of our own name           | Finish: permanent 5.4.6         | AwaitingBye
 * AwaitingGreeting   | other                         | Finish: trouble                 | AwaitingBye
 * AwaitingEhlo       | 250, STARTTLS wanted, offered | Send STARTTLS                   | AwaitingStartTls
 * AwaitingEhlo       | 250, no TLS though needed     | Finish: trouble                 | AwaitingBye
 * AwaitingEhlo       | 250, login wanted             | BeginLogin                      | WorkingOutLogin
 * AwaitingEhlo       | 250                           | Send MAIL (and RCPTs)           | AwaitingMail
 * AwaitingEhlo       | 5yz                           | Send HELO                       | AwaitingHelo
 * AwaitingHelo       | 250, TLS or login not needed  | Send MAIL                       | AwaitingMail
 * AwaitingStartTls   | 220, nothing behind it        | StartTls                        | NegotiatingTls
 * AwaitingStartTls   | 220 and octets behind it      | Finish: trouble                 | Closed
 * AwaitingStartTls   | other                         | as AwaitingEhlo without offer   |
 * NegotiatingTls     | TlsEstablished                | Send EHLO                       | AwaitingEhlo
 * login states       | see ClientLogins              |                                 | AwaitingMail
 * AwaitingMail       | 250                           | (Send RCPT)                     | AwaitingRcpt
 * AwaitingRcpt       | any, not the last             | (Send RCPT)                     | AwaitingRcpt
 * AwaitingRcpt       | the last, one accepted        | Send DATA                       | AwaitingData
 * AwaitingData       | 354                           | SendContent                     | SendingContent
 * SendingContent     | ContentSent                   |                                 | AwaitingAcceptance
 * AwaitingAcceptance | 2yz                           | Finish: accepted                | AwaitingBye
 * any of the above   | 4yz, 5yz                      | Finish: transient, permanent    | AwaitingBye
 * any before content | 421                           | Finish: trouble                 | Closed
 * any                | TimedOut, ConnectionLost, …   | Finish: trouble                 | Closed
 * AwaitingBye        | any                           | Close                           | Closed
 * </pre>
 */
public final class SmtpClientMachine {
    private static final EnhancedStatusCode TOO_BIG = new EnhancedStatusCode(5, 3, 4);
    private static final EnhancedStatusCode CONVERSION_NEEDED = new EnhancedStatusCode(5, 6, 3);
    private static final EnhancedStatusCode BAD_CONTENT = new EnhancedStatusCode(5, 6, 0);
    private static final EnhancedStatusCode OWN_SYSTEM = new EnhancedStatusCode(4, 3, 0);
    private static final EnhancedStatusCode BAD_CONNECTION = new EnhancedStatusCode(4, 4, 2);
    private static final EnhancedStatusCode ROUTING_LOOP = new EnhancedStatusCode(5, 4, 6);
    private static final int SERVER_CLOSING = 421;
    private static final int TOO_MANY_RECIPIENTS_OF_OLD = 552;

    private SmtpClientMachine() {}

    /** Where a delivery begins when the connection stands. */
    public static ClientState begin() {
        return new AwaitingGreeting();
    }

    /** What {@code event} leads to. */
    public static ClientTransition next(ClientProfile profile, ClientState state, ClientEvent event) {
        return switch (state) {
            case Closed _ -> ClientTransition.to(state);
            case AwaitingBye _ -> ClientTransition.to(new Closed(), new Close());
            case AwaitingGreeting _,
                    AwaitingEhlo _,
                    AwaitingHelo _,
                    AwaitingStartTls _,
                    NegotiatingTls _,
                    WorkingOutLogin _,
                    AwaitingLoginReply _,
                    AwaitingCancellation _,
                    AwaitingMail _,
                    AwaitingRcpt _,
                    AwaitingData _,
                    SendingContent _,
                    AwaitingAcceptance _ ->
                switch (event) {
                    case ReplyReceived(PeerReply reply, boolean isFollowed) -> reply(profile, state, reply, isFollowed);
                    case ReplyMalformed _ -> trouble(profile, state, Trouble.MALFORMED_REPLY);
                    case TimedOut _ -> trouble(profile, state, Trouble.TIMED_OUT);
                    case ConnectionLost _ -> trouble(profile, state, Trouble.CONNECTION_LOST);
                    case TlsFailed _ -> trouble(profile, state, Trouble.TLS_FAILED);
                    case CertificateRefused _ -> trouble(profile, state, Trouble.CERTIFICATE_REFUSED);
                    case TlsEstablished _ -> introduce(profile, Channel.TLS);
                    case LoginBegun begun -> ClientLogins.begun(state, begun);
                    case LoginContinued continued -> ClientLogins.continued(state, continued);
                    case LoginImpossible _ -> ClientLogins.impossible(profile, state);
                    case LoginAbandoned _ -> ClientLogins.abandoned(state);
                    case ContentSent _ -> contentSent(state);
                    case ContentUnreadable _ -> broken(profile, state, new TransientFailure(OWN_SYSTEM, null));
                    case ContentUnsendable _ -> broken(profile, state, new PermanentFailure(BAD_CONTENT, null));
                };
        };
    }

    private static ClientTransition reply(
            ClientProfile profile, ClientState state, PeerReply reply, boolean isFollowed) {
        if (reply.code() == SERVER_CLOSING && !isContentUnderWay(state)) {
            return broken(profile, state, new ConnectionTrouble(Trouble.SERVER_CLOSING, reply));
        }
        return switch (state) {
            case AwaitingGreeting _
            when reply.code() == 220 && isOwnGreeting(profile, reply) ->
                quit(profile, state, new PermanentFailure(ROUTING_LOOP, null));
            case AwaitingGreeting _ ->
                reply.code() == 220
                        ? introduce(profile, Channel.CLEAR)
                        : quit(profile, state, new ConnectionTrouble(Trouble.REFUSED_AT_GREETING, reply));
            case AwaitingEhlo(Channel channel) -> ehloAnswered(profile, channel, reply);
            case AwaitingHelo(Channel channel) ->
                reply.replyClass() == 2
                        ? introduced(profile, state, channel, Capabilities.NONE)
                        : quit(profile, state, new ConnectionTrouble(Trouble.REFUSED_AT_GREETING, reply));
            case AwaitingStartTls(Capabilities capabilities) ->
                startTlsAnswered(profile, state, capabilities, reply, isFollowed);
            // Nothing in clear may follow the go-ahead (TLS-6).
            case NegotiatingTls _ -> trouble(profile, state, Trouble.OCTETS_BEFORE_HANDSHAKE);
            case WorkingOutLogin _ -> trouble(profile, state, Trouble.MALFORMED_REPLY); // out of turn
            case AwaitingLoginReply awaiting -> ClientLogins.answered(profile, awaiting, reply);
            case AwaitingCancellation _ -> ClientLogins.cancelled(profile, state);
            case AwaitingMail(Capabilities capabilities) ->
                reply.replyClass() == 2
                        ? nextRecipient(profile, capabilities, List.of())
                        : quit(profile, state, failure(reply));
            case AwaitingRcpt(Capabilities capabilities, List<RecipientAnswer> answers) ->
                recipientAnswered(profile, capabilities, answers, reply);
            case AwaitingData(Capabilities capabilities, List<RecipientAnswer> answers) ->
                reply.code() == 354
                        ? ClientTransition.to(new SendingContent(capabilities, answers), new SendContent())
                        : quit(profile, state, failure(reply));
            // A server that answers before the end has had enough.
            case SendingContent _ -> broken(profile, state, failure(reply));
            case AwaitingAcceptance(Capabilities capabilities, List<RecipientAnswer> _) ->
                reply.replyClass() == 2
                        ? quit(profile, state, new Accepted(reply, dsnSupport(capabilities)))
                        : quit(profile, state, failure(reply));
            case AwaitingBye _, Closed _ -> ClientTransition.to(new Closed(), new Close());
        };
    }

    // Greeting = "220 " Domain ...: a server of our own name is ourselves (QUEUE-14).
    private static boolean isOwnGreeting(ClientProfile profile, PeerReply reply) {
        String text = reply.lines().getFirst();
        int space = text.indexOf(' ');
        return (space < 0 ? text : text.substring(0, space))
                .equalsIgnoreCase(profile.helloName().text());
    }

    private static ClientTransition introduce(ClientProfile profile, Channel channel) {
        return send(new AwaitingEhlo(channel), new SmtpCommand.Ehlo(profile.helloName()));
    }

    private static ClientTransition ehloAnswered(ClientProfile profile, Channel channel, PeerReply reply) {
        return switch (reply.replyClass()) {
            case 2 -> {
                Capabilities capabilities = Capabilities.of(reply);
                boolean wantsTls = channel == Channel.CLEAR && profile.tlsUse().wantsTls();
                yield wantsTls && capabilities.startTls()
                        ? send(new AwaitingStartTls(capabilities), new SmtpCommand.StartTls())
                        : introduced(profile, new AwaitingEhlo(channel), channel, capabilities);
            }
            case 5 -> send(new AwaitingHelo(channel), new SmtpCommand.Helo(profile.helloName()));
            default ->
                quit(profile, new AwaitingEhlo(channel), new ConnectionTrouble(Trouble.REFUSED_AT_GREETING, reply));
        };
    }

    private static ClientTransition startTlsAnswered(
            ClientProfile profile, ClientState state, Capabilities capabilities, PeerReply reply, boolean isFollowed) {
        if (reply.code() != 220) {
            return introduced(profile, state, Channel.CLEAR, capabilities); // refused, which is as good as not offered
        }
        return isFollowed
                ? trouble(profile, state, Trouble.OCTETS_BEFORE_HANDSHAKE)
                : ClientTransition.to(new NegotiatingTls(), new StartTls());
    }

    private static ClientTransition introduced(
            ClientProfile profile, ClientState state, Channel channel, Capabilities capabilities) {
        if (channel == Channel.CLEAR && profile.tlsUse().needsTls()) {
            return quit(profile, state, new ConnectionTrouble(Trouble.TLS_NOT_OFFERED, null));
        }
        return switch (profile.loginUse()) {
            case NONE -> beginTransaction(profile, capabilities);
            case REQUIRED -> ClientLogins.begin(profile, state, capabilities);
        };
    }

    static ClientTransition beginTransaction(ClientProfile profile, Capabilities capabilities) {
        OutgoingMail mail = profile.mail();
        ClientState state = new AwaitingMail(capabilities);
        if (capabilities.maxSize() > 0 && mail.size() > capabilities.maxSize()) {
            return quit(profile, state, new PermanentFailure(TOO_BIG, null)); // RFC 1870 section 6.1
        }
        if (mail.content() == Content.EIGHT_BIT && !capabilities.eightBitMime()) {
            return quit(profile, state, new PermanentFailure(CONVERSION_NEEDED, null)); // RFC 6152 section 3
        }
        List<SmtpCommand> commands = new ArrayList<>();
        commands.add(new SmtpCommand.Mail(mail.reversePath(), mailParameters(mail, capabilities)));
        if (capabilities.pipelining()) {
            for (OutgoingRecipient recipient : mail.recipients()) {
                commands.add(rcpt(recipient, capabilities));
            }
        }
        return ClientTransition.to(state, new Send(commands));
    }

    private static MailParameters mailParameters(OutgoingMail mail, Capabilities capabilities) {
        return new MailParameters(
                capabilities.size() ? mail.size() : 0,
                mail.content() == Content.EIGHT_BIT ? Body.EIGHT_BIT_MIME : Body.SEVEN_BIT,
                capabilities.dsn() ? mail.ret() : null,
                capabilities.dsn() ? mail.envelopeId() : null,
                null);
    }

    private static SmtpCommand rcpt(OutgoingRecipient recipient, Capabilities capabilities) {
        return new SmtpCommand.Rcpt(
                new ForwardPath.To(recipient.address()),
                capabilities.dsn() ? recipient.parameters() : RcptParameters.NONE);
    }

    private static ClientTransition recipientAnswered(
            ClientProfile profile, Capabilities capabilities, List<RecipientAnswer> answers, PeerReply reply) {
        List<RecipientAnswer> extended = new ArrayList<>(answers);
        extended.add(new RecipientAnswer(reply, reply.replyClass() == 2 ? null : rcptFailure(reply)));
        return nextRecipient(profile, capabilities, extended);
    }

    private static ClientTransition nextRecipient(
            ClientProfile profile, Capabilities capabilities, List<RecipientAnswer> answers) {
        List<OutgoingRecipient> recipients = profile.mail().recipients();
        ClientState state = new AwaitingRcpt(capabilities, answers);
        if (answers.size() < recipients.size()) {
            return capabilities.pipelining()
                    ? ClientTransition.to(state)
                    : send(state, rcpt(recipients.get(answers.size()), capabilities));
        }
        boolean anyAccepted = answers.stream().anyMatch(answer -> answer.failure() == null);
        return anyAccepted
                ? send(new AwaitingData(capabilities, answers), new SmtpCommand.Data())
                : quit(
                        profile,
                        state,
                        new TransientFailure(OWN_SYSTEM, null)); // for none: every recipient has its answer
    }

    private static ClientTransition contentSent(ClientState state) {
        return state instanceof SendingContent(Capabilities capabilities, List<RecipientAnswer> answers)
                ? ClientTransition.to(new AwaitingAcceptance(capabilities, answers))
                : ClientTransition.to(state);
    }

    // RFC 5321 section 4.5.3.1.10: 552 to RCPT comes from servers older than 452 and means "too many recipients".
    private static RecipientOutcome rcptFailure(PeerReply reply) {
        EnhancedStatusCode status = reply.status();
        boolean oldTooMany = reply.code() == TOO_MANY_RECIPIENTS_OF_OLD && status == null;
        return oldTooMany ? new TransientFailure(new EnhancedStatusCode(4, 5, 3), reply) : failure(reply);
    }

    private static RecipientOutcome failure(PeerReply reply) {
        EnhancedStatusCode status = reply.status();
        return switch (reply.replyClass()) {
            case 5 -> new PermanentFailure(status == null ? new EnhancedStatusCode(5, 0, 0) : status, reply);
            case 4 -> new TransientFailure(status == null ? new EnhancedStatusCode(4, 0, 0) : status, reply);
            default -> new ConnectionTrouble(Trouble.MALFORMED_REPLY, reply); // out of step
        };
    }

    static ClientTransition trouble(ClientProfile profile, ClientState state, Trouble trouble) {
        // The server may have taken the message although its answer did not arrive: not at once to the next host.
        return broken(
                profile,
                state,
                isContentUnderWay(state)
                        ? new TransientFailure(BAD_CONNECTION, null)
                        : new ConnectionTrouble(trouble, null));
    }

    private static ClientTransition broken(ClientProfile profile, ClientState state, RecipientOutcome outcome) {
        return ClientTransition.to(new Closed(), new Finish(outcomes(profile, state, outcome)), new Close());
    }

    static ClientTransition quit(ClientProfile profile, ClientState state, RecipientOutcome outcome) {
        return ClientTransition.to(
                new AwaitingBye(),
                new Finish(outcomes(profile, state, outcome)),
                new Send(List.of(new SmtpCommand.Quit())));
    }

    // The outcome holds for every recipient that was not refused on its own.
    private static List<RecipientOutcome> outcomes(ClientProfile profile, ClientState state, RecipientOutcome outcome) {
        List<RecipientAnswer> answers = answers(state);
        List<RecipientOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < profile.mail().recipients().size(); i++) {
            @Nullable RecipientOutcome own = i < answers.size() ? answers.get(i).failure() : null;
            outcomes.add(own == null ? outcome : own);
        }
        return outcomes;
    }

    private static List<RecipientAnswer> answers(ClientState state) {
        return switch (state) {
            case AwaitingRcpt(var _, List<RecipientAnswer> answers) -> answers;
            case AwaitingData(var _, List<RecipientAnswer> answers) -> answers;
            case SendingContent(var _, List<RecipientAnswer> answers) -> answers;
            case AwaitingAcceptance(var _, List<RecipientAnswer> answers) -> answers;
            case AwaitingGreeting _,
                    AwaitingEhlo _,
                    AwaitingHelo _,
                    AwaitingStartTls _,
                    NegotiatingTls _,
                    WorkingOutLogin _,
                    AwaitingLoginReply _,
                    AwaitingCancellation _,
                    AwaitingMail _,
                    AwaitingBye _,
                    Closed _ -> List.of();
        };
    }

    private static boolean isContentUnderWay(ClientState state) {
        return state instanceof SendingContent || state instanceof AwaitingAcceptance;
    }

    private static DsnSupport dsnSupport(Capabilities capabilities) {
        return capabilities.dsn() ? DsnSupport.SUPPORTED : DsnSupport.UNSUPPORTED;
    }

    static ClientTransition send(ClientState state, SmtpCommand command) {
        return ClientTransition.to(state, new Send(List.of(command)));
    }
}
