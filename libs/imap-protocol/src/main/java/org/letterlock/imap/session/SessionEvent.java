package org.letterlock.imap.session;

import org.jspecify.annotations.Nullable;
import org.letterlock.imap.command.ImapCommand.Access;
import org.letterlock.imap.command.ReceivedCommand;
import org.letterlock.imap.command.Tag;
import org.letterlock.imap.framing.Frame.Fault;
import org.letterlock.imap.response.StatusText;

/** What happens to a session. */
public sealed interface SessionEvent {
    /** A command came, well-formed or not. */
    record CommandReceived(ReceivedCommand command) implements SessionEvent {}

    /** Octets came that are no command. */
    record FramingViolated(@Nullable Tag tag, Fault fault) implements SessionEvent {}

    /** A line came where a continuation was asked for; one character for each octet. */
    record ContinuationReceived(String line) implements SessionEvent {
        /** Nothing: the line may hold a password. */
        @Override
        public String toString() {
            return "ContinuationReceived";
        }
    }

    /** STARTTLS came with further octets behind it (TLS-4). */
    record StartTlsFollowed(Tag tag) implements SessionEvent {}

    /** TLS protects the connection from now on. */
    record TlsEstablished(ConnectionSecurity security) implements SessionEvent {}

    /** The security policy has changed; who has not logged in is held to the new one. */
    record SecurityChanged(ConnectionSecurity security) implements SessionEvent {}

    /** The authentication service has a challenge for the client, in base64. */
    record Challenged(String base64) implements SessionEvent {}

    /**
     * The client is who it says.
     *
     * @param lastWord the mechanism's additional data in base64; null for none
     */
    record LoginGranted(@Nullable String lastWord) implements SessionEvent {}

    /** The client is not let in. */
    record LoginRefused(LoginRefusal refusal) implements SessionEvent {}

    /** The command at work has ended. */
    record CommandPerformed(StatusText status, Selection selection) implements SessionEvent {}

    /** The client stayed silent for too long. */
    record TimedOut() implements SessionEvent {}

    /** The session is ended by the server, for a reason the client is told. */
    record Expelled(StatusText bye) implements SessionEvent {}

    /** What a command did to the selection of a mailbox. */
    sealed interface Selection {
        /** Nothing. */
        record Unchanged() implements Selection {}

        /** A mailbox is selected now. */
        record Opened(Access access) implements Selection {}

        /** No mailbox is selected now. */
        record Closed() implements Selection {}
    }
}
