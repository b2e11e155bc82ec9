package org.letterlock.smtp.client;

import java.util.List;
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
