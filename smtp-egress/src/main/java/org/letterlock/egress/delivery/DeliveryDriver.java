package org.letterlock.egress.delivery;

import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.egress.route.Target;
import org.letterlock.netty.session.ConnectionDriver;
import org.letterlock.netty.session.Countdown;
import org.letterlock.netty.tls.TlsClients;
import org.letterlock.netty.tls.TlsSession;
import org.letterlock.smtp.client.ClientEffect;
import org.letterlock.smtp.client.ClientEvent;
import org.letterlock.smtp.client.ClientProfile;
import org.letterlock.smtp.client.ClientState;
import org.letterlock.smtp.client.ClientTransition;
import org.letterlock.smtp.client.SmtpClientMachine;
import org.letterlock.smtp.command.CommandFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds replies to {@link SmtpClientMachine} and runs its effects. Holds no rule of the protocol. */
final class DeliveryDriver extends ConnectionDriver<ClientEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryDriver.class);

    // Each step has its patience; a peer that uses up every one of them must not have the place of another delivery for
    // days.
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int LEAST_OCTETS_PER_SECOND = 8 * 1024;

    private final ReplyFraming framing;
    private final ClientProfile profile;
    private final Target target;
    private final TlsClients tlsClients;
    private final ContentSource source;
    private final CompletableFuture<Conversation> conversation;
    private ClientState state = SmtpClientMachine.begin(); // confined to the event loop, as the next three
    private @Nullable Countdown patience; // null until the connection is open, as the next
    private @Nullable Countdown whole; // all steps together
    private @Nullable TlsSession tls; // null until a handshake is complete

    private DeliveryDriver(
            ReplyFraming framing,
            ClientProfile profile,
            Target target,
            TlsClients tlsClients,
            ContentSource source,
            CompletableFuture<Conversation> conversation) {
        super(framing);
        this.framing = framing;
        this.profile = profile;
        this.target = target;
        this.tlsClients = tlsClients;
        this.source = source;
        this.conversation = conversation;
    }

    /** A driver that completes {@code conversation} when every recipient is decided. */
    static DeliveryDriver of(
            ClientProfile profile,
            Target target,
            TlsClients tlsClients,
            ContentSource source,
            CompletableFuture<Conversation> conversation) {
        return new DeliveryDriver(new ReplyFraming(), profile, target, tlsClients, source, conversation);
    }

    @Override
    protected void onOpen() {
        patience = new Countdown(context().channel().eventLoop(), this::onTimeout);
        Countdown together = new Countdown(context().channel().eventLoop(), this::onTimeout);
        together.start(longest(profile.mail().size()));
        whole = together;
        giveTime(state);
    }

    @Override
    protected void onFrame(ClientEvent event) {
        happens(event);
    }

    @Override
    protected void onTlsEstablished() {
        framing.startOver();
        SslHandler handler = (SslHandler) context().pipeline().get(TLS_HANDLER);
        SSLSession session = handler.engine().getSession();
        tls = new TlsSession(session.getProtocol(), session.getCipherSuite());
        happens(new ClientEvent.TlsEstablished());
    }

    @Override
    protected void onTimeout() {
        happens(new ClientEvent.TimedOut());
    }

    @Override
    protected void onShutdown() {
        happens(new ClientEvent.ConnectionLost());
    }

    @Override
    protected void onClosed() {
        Countdown countdown = patience;
        Countdown together = whole;
        if (countdown != null && together != null) {
            countdown.cancel();
            together.cancel();
        }
        // A connection that ends in the handshake ends by it.
        happens(
                state instanceof ClientState.NegotiatingTls
                        ? new ClientEvent.TlsFailed()
                        : new ClientEvent.ConnectionLost());
    }

    @Override
    protected void onFault(Throwable fault) {
        LOG.error("a delivery to {} broke", target.host(), fault);
        happens(new ClientEvent.ConnectionLost());
    }

    /** How long a conversation may take in all: an hour, and what a slow line needs for the content. */
    static Duration longest(long octets) {
        return LONGEST.plusSeconds(octets / LEAST_OCTETS_PER_SECOND);
    }

    /** Called on the event loop. */
    void happens(ClientEvent event) {
        ClientTransition transition = SmtpClientMachine.next(profile, state, event);
        state = transition.state();
        transition.effects().forEach(this::run);
        if (!isEnded()) {
            flush();
            giveTime(state);
        }
    }

    /** The content goes out, so the peer is not idle. Called on the event loop. */
    void progressed() {
        if (!isEnded()) {
            giveTime(state);
        }
    }

    // Not started anew by octets that complete no reply: a peer that drips them must not hold the delivery for ever.
    private void giveTime(ClientState in) {
        Countdown countdown = patience;
        if (countdown != null) {
            countdown.start(in.patience());
        }
    }

    private void run(ClientEffect effect) {
        switch (effect) {
            case ClientEffect.Send(var commands) -> {
                if (!isEnded()) {
                    commands.forEach(command -> writeAscii(CommandFormatter.format(command) + "\r\n"));
                }
            }
            case ClientEffect.StartTls _ ->
                startTls(tlsClients.opportunisticHandler(
                        context().alloc(), target.host(), target.address().getPort()));
            case ClientEffect.SendContent _ -> ContentSending.start(context().channel(), source, this);
            case ClientEffect.Finish(var outcomes) -> conversation.complete(new Conversation(outcomes, tls));
            case ClientEffect.Close _ -> end();
        }
    }
}
