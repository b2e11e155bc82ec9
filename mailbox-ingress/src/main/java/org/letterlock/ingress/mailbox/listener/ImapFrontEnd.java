package org.letterlock.ingress.mailbox.listener;

import io.netty.channel.ChannelPipeline;
import org.letterlock.ingress.mailbox.session.ImapDriver;
import org.letterlock.ingress.mailbox.session.SessionServices;
import org.letterlock.netty.access.Refusal;
import org.letterlock.netty.listener.FrontEnd;
import org.letterlock.netty.listener.Peer;

/** IMAP on the listener kit. */
final class ImapFrontEnd implements FrontEnd {
    private final SessionServices services;

    ImapFrontEnd(SessionServices services) {
        this.services = services;
    }

    // The refusal table of the specification.
    @Override
    public String refusal(Refusal refusal) {
        return switch (refusal) {
            case Refusal.AddressNotPermitted() -> "* BYE Access from your address is not permitted";
            case Refusal.TooManyConnections() -> "* BYE [UNAVAILABLE] Too many connections";
            case Refusal.TooManyFromAddress() -> "* BYE [UNAVAILABLE] Too many connections from your address";
            case Refusal.AddressBlocked _, Refusal.Harvesting _ -> "* BYE [UNAVAILABLE] Too many failed logins";
            case Refusal.StoreSealed() -> "* BYE [UNAVAILABLE] Service temporarily unavailable";
        };
    }

    @Override
    public void open(Peer peer, ChannelPipeline pipeline) {
        pipeline.addLast(ImapDriver.of(peer, services));
    }
}
