package org.letterlock.egress.delivery;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.letterlock.egress.route.Target;
import org.letterlock.netty.tls.TlsClients;
import org.letterlock.netty.transport.EventLoops;
import org.letterlock.smtp.client.ClientProfile;
import org.letterlock.smtp.client.RecipientOutcome;
import org.letterlock.smtp.client.RecipientOutcome.Trouble;

/** Connects to servers. Safe for use by any thread. */
final class SmtpTransport {
    private static final Duration CONNECT = Duration.ofSeconds(30); // QUEUE-13

    private final EventLoops loops;
    private final TlsClients tlsClients;

    SmtpTransport(EventLoops loops, TlsClients tlsClients) {
        this.loops = loops;
        this.tlsClients = tlsClients;
    }

    /**
     * One connection with one transaction; completes when every recipient is decided, and never fails.
     *
     * @param login null where the profile wants none
     */
    CompletableFuture<Conversation> deliver(
            Target target, ClientProfile profile, @Nullable RelayExchange login, ContentSource source) {
        CompletableFuture<Conversation> conversation = new CompletableFuture<>();
        Bootstrap bootstrap = new Bootstrap()
                .group(loops.group())
                .channel(loops.clientChannel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT.toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(DeliveryDriver.of(profile, target, tlsClients, login, source, conversation));
                    }
                });
        var _ = bootstrap.connect(target.address()).addListener((ChannelFuture connected) -> {
            if (!connected.isSuccess()) {
                conversation.complete(notConnected(profile));
            }
        });
        return conversation;
    }

    private static Conversation notConnected(ClientProfile profile) {
        RecipientOutcome outcome = new RecipientOutcome.ConnectionTrouble(Trouble.NOT_CONNECTED, null);
        return new Conversation(Collections.nCopies(profile.mail().recipients().size(), outcome), null);
    }
}
