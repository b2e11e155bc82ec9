package org.letterlock.ingress.smtp.listener;

import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import org.letterlock.ingress.smtp.session.SessionServices;
import org.letterlock.ingress.smtp.session.SmtpDriver;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.netty.access.Refusal;
import org.letterlock.netty.listener.FrontEnd;
import org.letterlock.netty.listener.Peer;
import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.reply.SmtpReply;

/** SMTP as the listeners see it. */
final class SmtpFrontEnd implements FrontEnd {
    private final Domain hostName;
    private final SessionServices services;

    SmtpFrontEnd(Domain hostName, SessionServices services) {
        this.hostName = hostName;
        this.services = services;
    }

    @Override
    public String refusal(Refusal refusal) {
        SmtpReply reply = switch (refusal) {
            case Refusal.AddressNotPermitted _ -> greeting(554, "Access from your address is not permitted");
            case Refusal.TooManyConnections _ -> greeting(421, "Too many connections, try again later");
            case Refusal.TooManyFromAddress _ -> greeting(421, "Too many connections from your address");
            case Refusal.AddressBlocked(Duration remaining) ->
                greeting(421, "Too many failed logins, try again in " + remaining.toSeconds() + " s");
            case Refusal.Harvesting _ -> greeting(421, "Too many unknown recipients");
            case Refusal.StoreSealed _ -> greeting(421, "Service temporarily unavailable");
        };
        return reply.format().stripTrailing();
    }

    @Override
    public void open(Peer peer, ChannelPipeline pipeline) {
        pipeline.addLast(new SmtpDriver(services, peer));
    }

    private SmtpReply greeting(int code, String text) {
        return SmtpReplies.greetingRefused(code, hostName, text);
    }
}
