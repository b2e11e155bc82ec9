package org.letterlock.smtp.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.smtp.client.ClientEvent.LoginBegun;
import org.letterlock.smtp.client.ClientEvent.LoginContinued;
import org.letterlock.smtp.client.ClientEvent.Success;
import org.letterlock.smtp.client.ClientState.AwaitingCancellation;
import org.letterlock.smtp.client.ClientState.AwaitingLoginReply;
import org.letterlock.smtp.client.ClientState.WorkingOutLogin;
import org.letterlock.smtp.client.RecipientOutcome.TransientFailure;
import org.letterlock.smtp.client.RecipientOutcome.Trouble;
import org.letterlock.smtp.command.AuthResponse;
import org.letterlock.smtp.command.CommandFormatter;
import org.letterlock.smtp.command.SaslMessage;
import org.letterlock.smtp.command.SmtpCommand;
import org.letterlock.smtp.reply.EnhancedStatusCode;
import org.letterlock.smtp.reply.PeerReply;

/**
 * The client's login (RFC 4954 section 4). Whatever goes wrong with it is for an administrator to mend, and passes: the mail
 * waits, and the sender hears nothing of a password that has changed.
 *
 * <pre>
 * state                | event                         | effects              | next
 * (introduced)         |                               | BeginLogin           | WorkingOutLogin
 * WorkingOutLogin      | LoginBegun                    | Send AUTH            | AwaitingLoginReply
 * WorkingOutLogin      | LoginContinued                | Respond              | AwaitingLoginReply
 * WorkingOutLogin      | LoginImpossible               | Finish: transient    | AwaitingBye
 * WorkingOutLogin      | LoginAbandoned                | Respond: cancelled   | AwaitingCancellation
 * AwaitingLoginReply   | 334, initial response is held | Respond              | AwaitingLoginReply
 * AwaitingLoginReply   | 334                           | ContinueLogin        | WorkingOutLogin
 * AwaitingLoginReply   | 334, not base64               | Respond: cancelled   | AwaitingCancellation
 * AwaitingLoginReply   | 235, may be believed          | Send MAIL            | AwaitingMail
 * AwaitingLoginReply   | 235, too early                | Finish: transient    | AwaitingBye
 * AwaitingLoginReply   | 4yz, 5yz                      | Finish: transient    | AwaitingBye
 * AwaitingCancellation | any                           | Finish: transient    | AwaitingBye
 * </pre>
 */
final class ClientLogins {
    private static final EnhancedStatusCode NO_MECHANISM = new EnhancedStatusCode(4, 7, 4);
    private static final EnhancedStatusCode NOT_AUTHENTIC = new EnhancedStatusCode(4, 7, 0);
    private static final EnhancedStatusCode INVALID_CREDENTIALS = new EnhancedStatusCode(4, 7, 8);
    private static final int AUTHENTICATED = 235;
    private static final int CHALLENGE = 334;
    private static final int MAX_COMMAND = 510; // RFC 5321 section 4.5.3.1.4, without the CRLF

    private ClientLogins() {}

    static ClientTransition begin(ClientProfile profile, ClientState state, Capabilities capabilities) {
        return capabilities.loginMechanisms().isEmpty()
                ? SmtpClientMachine.quit(profile, state, new TransientFailure(NO_MECHANISM, null))
                : ClientTransition.to(
                        new WorkingOutLogin(capabilities), new ClientEffect.BeginLogin(capabilities.loginMechanisms()));
    }

    // RFC 4954 section 4: an initial response that makes the command too long is sent on its own.
    static ClientTransition begun(ClientState state, LoginBegun begun) {
        if (!(state instanceof WorkingOutLogin(Capabilities capabilities))) {
            return ClientTransition.to(state);
        }
        SmtpCommand.Auth whole = new SmtpCommand.Auth(begun.mechanism(), begun.initialResponse());
        boolean fits = CommandFormatter.format(whole).length() <= MAX_COMMAND;
        @Nullable SaslMessage held = fits ? null : begun.initialResponse();
        return SmtpClientMachine.send(
                new AwaitingLoginReply(capabilities, held, begun.success()),
                fits ? whole : new SmtpCommand.Auth(begun.mechanism(), null));
    }

    static ClientTransition continued(ClientState state, LoginContinued continued) {
        return state instanceof WorkingOutLogin(Capabilities capabilities)
                ? respond(capabilities, continued.response(), continued.success())
                : ClientTransition.to(state);
    }

    static ClientTransition impossible(ClientProfile profile, ClientState state) {
        return state instanceof WorkingOutLogin
                ? SmtpClientMachine.quit(profile, state, new TransientFailure(NO_MECHANISM, null))
                : ClientTransition.to(state);
    }

    static ClientTransition abandoned(ClientState state) {
        return state instanceof WorkingOutLogin ? cancel() : ClientTransition.to(state);
    }

    static ClientTransition cancelled(ClientProfile profile, ClientState state) {
        return SmtpClientMachine.quit(profile, state, new TransientFailure(NOT_AUTHENTIC, null));
    }

    static ClientTransition answered(ClientProfile profile, AwaitingLoginReply state, PeerReply reply) {
        if (reply.code() == CHALLENGE) {
            return challenged(state, reply);
        }
        if (reply.code() == AUTHENTICATED) {
            return state.success() == Success.BELIEVED && state.held() == null
                    ? SmtpClientMachine.beginTransaction(profile, state.capabilities())
                    : SmtpClientMachine.quit(profile, state, new TransientFailure(NOT_AUTHENTIC, null));
        }
        EnhancedStatusCode status = reply.status();
        return switch (reply.replyClass()) {
            case 5 -> SmtpClientMachine.quit(profile, state, new TransientFailure(INVALID_CREDENTIALS, reply));
            case 4 ->
                SmtpClientMachine.quit(
                        profile, state, new TransientFailure(status == null ? NOT_AUTHENTIC : status, reply));
            default -> SmtpClientMachine.trouble(profile, state, Trouble.MALFORMED_REPLY);
        };
    }

    private static ClientTransition challenged(AwaitingLoginReply state, PeerReply reply) {
        SaslMessage held = state.held();
        if (held != null) {
            return respond(state.capabilities(), held, state.success());
        }
        Optional<SaslMessage> challenge = AuthResponse.decode(reply.lines().getFirst());
        return challenge.isEmpty()
                ? cancel()
                : ClientTransition.to(
                        new WorkingOutLogin(state.capabilities()), new ClientEffect.ContinueLogin(challenge.get()));
    }

    private static ClientTransition respond(Capabilities capabilities, SaslMessage response, Success success) {
        return ClientTransition.to(
                new AwaitingLoginReply(capabilities, null, success),
                new ClientEffect.Respond(new AuthResponse.Response(response)));
    }

    private static ClientTransition cancel() {
        return ClientTransition.to(new AwaitingCancellation(), new ClientEffect.Respond(new AuthResponse.Cancelled()));
    }
}
