package org.letterlock.smtp.session;

import static org.letterlock.smtp.session.SmtpServerMachine.failed;
import static org.letterlock.smtp.session.SmtpServerMachine.smuggling;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.smtp.command.AuthResponse;
import org.letterlock.smtp.command.SaslMessage;
import org.letterlock.smtp.command.SmtpCommand;
import org.letterlock.smtp.framing.Line;
import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.reply.SmtpReply;
import org.letterlock.smtp.session.SessionState.AwaitingAuthResponse;
import org.letterlock.smtp.session.SessionState.AwaitingCommand;
import org.letterlock.smtp.session.SessionState.ConfirmingLogin;
import org.letterlock.smtp.session.SessionState.JudgingLogin;
import org.letterlock.smtp.session.SessionState.Ready;

/** The AUTH command and its exchange (RFC 4954 section 4). */
final class Logins {
    private Logins() {}

    static Transition begin(SessionProfile profile, AwaitingCommand state, SmtpCommand.Auth auth) {
        Session session = state.session();
        if (!session.isExtended()) {
            return failed(profile, state, SmtpReplies.BAD_SEQUENCE);
        }
        if (session.login() instanceof Login.As) {
            return failed(profile, state, SmtpReplies.ALREADY_AUTHENTICATED);
        }
        if (!(state instanceof Ready)) {
            return failed(profile, state, SmtpReplies.BAD_SEQUENCE);
        }
        SecurityRules security = profile.security();
        if (security.loginBlocked()) {
            return failed(profile, state, SmtpReplies.LOGIN_TEMPORARY_FAILURE);
        }
        if (!security.permitsMechanism(auth.mechanism(), session.protection())) {
            return failed(
                    profile,
                    state,
                    security.needsTls(auth.mechanism(), session.protection())
                            ? SmtpReplies.TLS_REQUIRED_FOR_LOGIN
                            : SmtpReplies.UNKNOWN_MECHANISM);
        }
        return Transition.to(
                new JudgingLogin(session), new Effect.BeginLogin(auth.mechanism(), auth.initialResponse()));
    }

    static Transition respond(SessionProfile profile, AwaitingAuthResponse state, Line line) {
        if (profile.security().loginBlocked()) {
            return abandoned(profile, state.session(), SmtpReplies.LOGIN_TEMPORARY_FAILURE);
        }
        return switch (line) {
            case Line.TooLong _ -> abandoned(profile, state.session(), SmtpReplies.RESPONSE_TOO_LONG);
            case Line.BareNewline _ -> smuggling(state);
            case Line.Complete(String text) ->
                switch (AuthResponse.parse(text)) {
                    case AuthResponse.Cancelled _ -> abandoned(profile, state.session(), SmtpReplies.LOGIN_CANCELLED);
                    case AuthResponse.Malformed _ ->
                        abandoned(profile, state.session(), SmtpReplies.MALFORMED_RESPONSE);
                    case AuthResponse.Response(SaslMessage message) ->
                        Transition.to(new JudgingLogin(state.session()), new Effect.ContinueLogin(message));
                };
        };
    }

    static Transition granted(JudgingLogin state, String account, @Nullable SaslMessage additionalData) {
        return additionalData == null
                ? loggedIn(state.session(), account)
                // RFC 4954 section 4: success carries no data here, so it goes as a challenge of its own.
                : Transition.reply(
                        new ConfirmingLogin(state.session(), account), SmtpReplies.challenge(additionalData.toBytes()));
    }

    static Transition confirm(SessionProfile profile, ConfirmingLogin state, Line line) {
        return switch (line) {
            case Line.TooLong _ -> abandoned(profile, state.session(), SmtpReplies.RESPONSE_TOO_LONG);
            case Line.BareNewline _ -> smuggling(state);
            case Line.Complete(String text) ->
                switch (AuthResponse.parse(text)) {
                    case AuthResponse.Cancelled _ -> abandoned(profile, state.session(), SmtpReplies.LOGIN_CANCELLED);
                    case AuthResponse.Malformed _ ->
                        abandoned(profile, state.session(), SmtpReplies.MALFORMED_RESPONSE);
                    case AuthResponse.Response(SaslMessage message) ->
                        message.isEmpty()
                                ? loggedIn(state.session(), state.account())
                                : abandoned(profile, state.session(), SmtpReplies.MALFORMED_RESPONSE);
                };
        };
    }

    private static Transition loggedIn(Session session, String account) {
        return Transition.reply(new Ready(session.loggedInAs(account)), SmtpReplies.AUTHENTICATED);
    }

    private static Transition abandoned(SessionProfile profile, Session session, SmtpReply reply) {
        Transition failed = failed(profile, new Ready(session), reply);
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.AbandonLogin());
        effects.addAll(failed.effects());
        return new Transition(failed.state(), effects);
    }
}
