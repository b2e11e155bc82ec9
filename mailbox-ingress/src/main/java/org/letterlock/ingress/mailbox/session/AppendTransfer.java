package org.letterlock.ingress.mailbox.session;

import org.jspecify.annotations.Nullable;
import org.letterlock.imap.framing.Literal;
import org.letterlock.ingress.mailbox.command.CommandOutcome;
import org.letterlock.ingress.mailbox.command.Responses;
import org.letterlock.ingress.mailbox.content.AppendPipe;
import org.letterlock.ingress.mailbox.content.AppendPipe.Fault;

/** An APPEND whose message comes in: over when the client has sent everything and the store has answered. */
final class AppendTransfer {
    private final AppendPipe pipe;
    private final Responses responses;
    // All of this is confined to the connection's event loop.
    private boolean ended;
    private boolean performed;
    private @Nullable CommandOutcome outcome; // null until the store has answered, or when it failed
    private @Nullable Throwable failure; // null unless it failed

    AppendTransfer(Literal message, Runnable onDrained, Responses responses) {
        this.pipe = new AppendPipe(message.size(), message.binary(), onDrained);
        this.responses = responses;
    }

    AppendPipe pipe() {
        return pipe;
    }

    Responses responses() {
        return responses;
    }

    /** The client has sent everything. */
    void end(boolean wellFormed) {
        ended = true;
        if (wellFormed) {
            pipe.complete();
        } else {
            pipe.fail(Fault.MALFORMED);
        }
    }

    /** The client is gone. */
    void breakOff() {
        pipe.fail(Fault.BROKEN_OFF);
    }

    /** The store has answered. */
    void performed(@Nullable CommandOutcome value, @Nullable Throwable cause) {
        performed = true;
        outcome = value;
        failure = cause;
    }

    boolean hasEnded() {
        return ended;
    }

    boolean isFinished() {
        return ended && performed;
    }

    @Nullable
    CommandOutcome outcome() {
        return outcome;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }
}
