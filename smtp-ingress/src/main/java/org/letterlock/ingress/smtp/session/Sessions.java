package org.letterlock.ingress.smtp.session;

import java.util.Optional;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.smtp.session.Login;
import org.letterlock.smtp.session.Session;
import org.letterlock.smtp.session.SessionState;

/** What a state says of its session. */
final class Sessions {
    private Sessions() {}

    /** The account that the client has logged in to. */
    static Optional<AccountId> accountOf(SessionState state) {
        return state instanceof SessionState.Closed ? Optional.empty() : accountOf(of(state));
    }

    /** Whether somebody has logged in, or is about to. */
    static boolean isLogin(SessionState state) {
        return switch (state) {
            case SessionState.AwaitingAuthResponse _, SessionState.ConfirmingLogin _, SessionState.JudgingLogin _ ->
                true;
            case SessionState.AwaitingCommand _, SessionState.AwaitingAnswer _, SessionState.Receiving _ ->
                of(state).login() instanceof Login.As;
            case SessionState.Closed _ -> false;
        };
    }

    /** The session of every state but the last. */
    static Session of(SessionState state) {
        return switch (state) {
            case SessionState.AwaitingCommand awaiting -> awaiting.session();
            case SessionState.AwaitingAnswer awaiting -> awaiting.session();
            case SessionState.Receiving receiving -> receiving.session();
            case SessionState.AwaitingAuthResponse(Session session) -> session;
            case SessionState.ConfirmingLogin(Session session, String _) -> session;
            case SessionState.Closed _ -> throw new IllegalStateException("the session is over");
        };
    }

    private static Optional<AccountId> accountOf(Session session) {
        return switch (session.login()) {
            case Login.As(String account) -> Optional.of(AccountId.parse(account));
            case Login.Nobody _ -> Optional.empty();
        };
    }
}
