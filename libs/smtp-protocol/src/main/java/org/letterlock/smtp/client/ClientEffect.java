package org.letterlock.smtp.client;

import java.util.List;
import java.util.Set;
import org.letterlock.smtp.command.AuthResponse;
import org.letterlock.smtp.command.SaslMessage;
import org.letterlock.smtp.command.SmtpCommand;

/** What the driver does, in the order given. */
public sealed interface ClientEffect {

    /** Writes commands in one go. */
    record Send(List<SmtpCommand> commands) implements ClientEffect {
        public Send {
            commands = List.copyOf(commands);
        }
    }

    /** Drops what was read and starts the handshake; leads to TlsEstablished or TlsFailed. */
    record StartTls() implements ClientEffect {}

    /**
     * Chooses among the mechanisms that the server offers; leads to LoginBegun or LoginImpossible.
     *
     * @param mechanisms in upper case
     */
    record BeginLogin(Set<String> mechanisms) implements ClientEffect {
        public BeginLogin {
            mechanisms = Set.copyOf(mechanisms);
        }
    }

    /** Answers a challenge; leads to LoginContinued or LoginAbandoned. */
    record ContinueLogin(SaslMessage challenge) implements ClientEffect {}

    /** Writes a line of the exchange. */
    record Respond(AuthResponse response) implements ClientEffect {}

    /** Writes the content, dot-stuffed, and its end; leads to ContentSent, ContentUnreadable or ContentUnsendable. */
    record SendContent() implements ClientEffect {}

    /** The delivery is decided: one outcome for each recipient, in the order of the message. Comes exactly once. */
    record Finish(List<RecipientOutcome> outcomes) implements ClientEffect {
        public Finish {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** Closes the connection. */
    record Close() implements ClientEffect {}
}
