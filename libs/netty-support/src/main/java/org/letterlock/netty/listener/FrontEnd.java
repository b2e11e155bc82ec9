package org.letterlock.netty.listener;

import io.netty.channel.ChannelPipeline;
import org.letterlock.netty.access.Refusal;

/** A protocol as the listener sees it. Called on the connection's event loop. */
public interface FrontEnd {
    /** What a refused client hears on a clear port: one line of the protocol without its CRLF, never text of the peer. */
    String refusal(Refusal refusal);

    /**
     * Puts the protocol's handlers at the end of the pipeline of an admitted connection. On an implicit-TLS port the TLS
     * handler is already there; the greeting waits for the end of the handshake.
     */
    void open(Peer peer, ChannelPipeline pipeline);
}
