package org.letterlock.ingress.mailbox.command;

import java.nio.ByteBuffer;

/** Where the octets of responses go while a command is at work. */
@FunctionalInterface
public interface ResponseSink {
    /**
     * Sends octets, which have been copied when it returns; waits while the client does not read.
     *
     * @throws ConnectionLostException when the client is gone or does not read for too long
     */
    void send(ByteBuffer octets);
}
