package org.letterlock.imap.session;

import org.letterlock.imap.command.ImapCommand.Access;
import org.letterlock.imap.command.Tag;
import org.letterlock.imap.mailbox.Revision;

/** Where a session stands (RFC 9051 section 3). Data exists only where it is valid. */
public sealed interface SessionState {
    /** The client has not proved who it is. */
    record NotAuthenticated(ConnectionSecurity security, int errors) implements SessionState {}

    /** The TLS handshake is under way. */
    record StartingTls() implements SessionState {}

    /** The authentication service is being asked. */
    record AwaitingDecision(NotAuthenticated before, Tag tag) implements SessionState {}

    /** The client has a challenge to answer. */
    record AwaitingResponse(NotAuthenticated before, Tag tag) implements SessionState {}

    /** The client is let in and has the mechanism's last word, which it must acknowledge by an empty line. */
    record AwaitingAcknowledgement(NotAuthenticated before, Tag tag) implements SessionState {}

    /** The client is known. */
    sealed interface LoggedIn extends SessionState {
        /** Which IMAP the client speaks. */
        Revision revision();

        /** How many of its commands were wrong so far. */
        int errors();

        /** The same with another count. */
        LoggedIn withErrors(int errors);
    }

    /** No mailbox is selected. */
    record Authenticated(Revision revision, int errors) implements LoggedIn {
        @Override
        public Authenticated withErrors(int newErrors) {
            return new Authenticated(revision, newErrors);
        }
    }

    /** A mailbox is selected. */
    record Selected(Revision revision, int errors, Access access) implements LoggedIn {
        @Override
        public Selected withErrors(int newErrors) {
            return new Selected(revision, newErrors, access);
        }
    }

    /** A command is at work; no other is read meanwhile. */
    record Performing(LoggedIn before, Tag tag) implements SessionState {}

    /** The client listens (RFC 9051 section 6.3.13). */
    record Idling(LoggedIn before, Tag tag) implements SessionState {}

    /** Nothing more is read or sent. */
    record Ended() implements SessionState {}
}
