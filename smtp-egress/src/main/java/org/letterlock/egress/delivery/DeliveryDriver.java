package org.letterlock.egress.delivery;

import io.netty.handler.ssl.SslHandler;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.egress.route.Target;
import org.letterlock.netty.session.ConnectionDriver;
import org.letterlock.netty.session.Countdown;
import org.letterlock.netty.tls.ServerBindings;
import org.letterlock.netty.tls.TlsClients;
import org.letterlock.netty.tls.TlsSession;
import org.letterlock.smtp.client.ClientEffect;
import org.letterlock.smtp.client.ClientEvent;
import org.letterlock.smtp.client.ClientProfile;
import org.letterlock.smtp.client.ClientProfile.TlsUse;
import org.letterlock.smtp.client.ClientState;
import org.letterlock.smtp.client.ClientTransition;
import org.letterlock.smtp.client.SmtpClientMachine;
import org.letterlock.smtp.command.AuthResponse;
import org.letterlock.smtp.command.CommandFormatter;
import org.letterlock.smtp.command.SaslMessage;
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
    private final @Nullable RelayExchange login; // null where the profile wants none
    private final ContentSource source;
    private final CompletableFuture<Conversation> conversation;
    private ClientState state = SmtpClientMachine.begin(); // confined to the event loop, as the next five
    private @Nullable Countdown patience; // null until the connection is open, as the next
    private @Nullable Countdown whole; // all steps together
    private @Nullable SslHandler handshake; // null until one has begun
    private @Nullable TlsSession tls; // null until a handshake is complete
    private RelayChannel channel = RelayChannel.UNVERIFIED;

    private DeliveryDriver(
            ReplyFraming framing,
            ClientProfile profile,
            Target target,
            TlsClients tlsClients,
            @Nullable RelayExchange login,
            ContentSource source,
            CompletableFuture<Conversation> conversation) {
        super(framing);
        this.framing = framing;
        this.profile = profile;
        this.target = target;
        this.tlsClients = tlsClients;
        this.login = login;
        this.source = source;
        this.conversation = conversation;
    }

    /** A driver that completes {@code conversation} when every recipient is decided. */
    static DeliveryDriver of(
            ClientProfile profile,
            Target target,
            TlsClients tlsClients,
            @Nullable RelayExchange login,
            ContentSource source,
            CompletableFuture<Conversation> conversation) {
        return new DeliveryDriver(new ReplyFraming(), profile, target, tlsClients, login, source, conversation);
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
        if (profile.tlsUse() == TlsUse.VERIFIED) {
            channel = RelayChannel.verified(ServerBindings.of(session));
        }
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
        happens(state instanceof ClientState.NegotiatingTls ? handshakeFailed() : new ClientEvent.ConnectionLost());
    }

    private ClientEvent handshakeFailed() {
        SslHandler handler = handshake;
        for (Throwable cause =
                        handler == null ? null : handler.handshakeFuture().cause();
                cause != null;
                cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return new ClientEvent.CertificateRefused();
            }
        }
        return new ClientEvent.TlsFailed();
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
            case ClientEffect.StartTls _ -> {
                SslHandler handler = tlsHandler();
                handshake = handler;
                startTls(handler);
            }
            case ClientEffect.BeginLogin(Set<String> mechanisms) ->
                workOut(exchange -> exchange.begin(mechanisms, channel));
            case ClientEffect.ContinueLogin(SaslMessage challenge) -> workOut(exchange -> exchange.proceed(challenge));
            case ClientEffect.Respond(AuthResponse response) -> {
                if (!isEnded()) {
                    writeAscii(AuthResponse.format(response) + "\r\n");
                }
            }
            case ClientEffect.SendContent _ -> ContentSending.start(context().channel(), source, this);
            case ClientEffect.Finish(var outcomes) -> conversation.complete(new Conversation(outcomes, tls));
            case ClientEffect.Close _ -> end();
        }
    }

    private SslHandler tlsHandler() {
        int port = target.address().getPort();
        return switch (profile.tlsUse()) {
            case VERIFIED -> tlsClients.verifiedHandler(context().alloc(), target.host(), port);
            case OPPORTUNISTIC, REQUIRED, NEVER ->
                tlsClients.opportunisticHandler(context().alloc(), target.host(), port);
        };
    }

    // On a thread of its own: what proves a password may be made to take its time.
    private void workOut(Function<RelayExchange, ClientEvent> step) {
        RelayExchange exchange = Objects.requireNonNull(login, "a login without credentials");
        var loop = context().executor();
        Thread.ofVirtual()
                .name("login-" + context().channel().id().asShortText())
                .start(() -> {
                    ClientEvent event;
                    try {
                        event = step.apply(exchange);
                    } catch (RuntimeException e) { // the edge of the thread
                        LOG.error("a login at {} broke", target.host(), e);
                        event = new ClientEvent.LoginAbandoned();
                    }
                    ClientEvent result = event;
                    loop.execute(() -> happens(result));
                });
    }
}
