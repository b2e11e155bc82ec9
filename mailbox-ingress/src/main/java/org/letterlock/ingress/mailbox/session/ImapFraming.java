package org.letterlock.ingress.mailbox.session;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.letterlock.imap.framing.CommandFramer;
import org.letterlock.imap.framing.Frame;
import org.letterlock.imap.framing.FramingLimits;
import org.letterlock.netty.session.Framing;

/** The framer of the protocol on Netty's buffers. Confined to the connection's event loop. */
final class ImapFraming implements Framing<Frame> {
    private CommandFramer framer = new CommandFramer(FramingLimits.BEFORE_LOGIN);
    private boolean expectsContinuation;

    @Override
    public Optional<Frame> next(ByteBuf arrived) {
        ByteBuffer octets = arrived.nioBuffer();
        Optional<Frame> frame = expectsContinuation ? framer.nextContinuationLine(octets) : framer.next(octets);
        arrived.skipBytes(octets.position());
        return frame;
    }

    /** Whether the next line answers a continuation request. */
    void expectContinuation(boolean expected) {
        expectsContinuation = expected;
    }

    /** Forgets everything, as STARTTLS does. */
    void reset() {
        framer = new CommandFramer(FramingLimits.BEFORE_LOGIN);
    }

    void loggedIn() {
        framer.limit(FramingLimits.AFTER_LOGIN);
    }

    void acceptLiteral() {
        framer.acceptLiteral();
    }

    void refuseLiteral() {
        framer.refuseLiteral();
    }
}
