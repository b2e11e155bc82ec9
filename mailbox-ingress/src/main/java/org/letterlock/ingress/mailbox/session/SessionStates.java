package org.letterlock.ingress.mailbox.session;

import org.letterlock.imap.mailbox.Revision;
import org.letterlock.imap.session.SessionState;

/** What a state says of its session. */
final class SessionStates {
    private SessionStates() {}

    /** Which IMAP is spoken. */
    static Revision revisionOf(SessionState state) {
        return switch (state) {
            case SessionState.LoggedIn session -> session.revision();
            case SessionState.Performing(var session, var _) -> session.revision();
            case SessionState.Idling(var session, var _) -> session.revision();
            case SessionState.NotAuthenticated _,
                    SessionState.StartingTls _,
                    SessionState.AwaitingDecision _,
                    SessionState.AwaitingResponse _,
                    SessionState.AwaitingAcknowledgement _,
                    SessionState.Ended _ -> Revision.IMAP4REV1;
        };
    }

    /** Whether somebody has logged in, or is about to. */
    static boolean isLogin(SessionState state) {
        return switch (state) {
            case SessionState.NotAuthenticated _, SessionState.StartingTls _, SessionState.Ended _ -> false;
            case SessionState.AwaitingDecision _,
                    SessionState.AwaitingResponse _,
                    SessionState.AwaitingAcknowledgement _,
                    SessionState.LoggedIn _,
                    SessionState.Performing _,
                    SessionState.Idling _ -> true;
        };
    }
}
