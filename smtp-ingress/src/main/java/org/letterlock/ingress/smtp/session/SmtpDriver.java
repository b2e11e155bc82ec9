package org.letterlock.ingress.smtp.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.authentication.AuthenticationReply.Granted;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.inbound.SpfReply;
import org.letterlock.contracts.mail.Envelope;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.ingress.smtp.authentication.LoginExchange;
import org.letterlock.ingress.smtp.content.HeaderVerdict;
import org.letterlock.ingress.smtp.content.IncomingMessage;
import org.letterlock.ingress.smtp.intake.Acceptance;
import org.letterlock.ingress.smtp.intake.Arrival;
import org.letterlock.ingress.smtp.origin.SpfChecks;
import org.letterlock.ingress.smtp.policy.Submitter;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.netty.listener.Peer;
import org.letterlock.netty.listener.Transport;
import org.letterlock.netty.session.ConnectionDriver;
import org.letterlock.netty.session.Countdown;
import org.letterlock.netty.session.DataRate;
import org.letterlock.netty.session.SessionEnd;
import org.letterlock.netty.session.SessionSeat;
import org.letterlock.netty.tls.ServerTlsHandler;
import org.letterlock.netty.tls.TlsSession;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.service.failure.FailureCategory;
import org.letterlock.service.failure.Failures;
import org.letterlock.service.kafka.PublishFailedException;
import org.letterlock.smtp.framing.ContentLimits;
import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.reply.SmtpReply;
import org.letterlock.smtp.session.Effect;
import org.letterlock.smtp.session.ExpectedInput;
import org.letterlock.smtp.session.Introduction;
import org.letterlock.smtp.session.LoginRefusal;
import org.letterlock.smtp.session.MailTransaction;
import org.letterlock.smtp.session.Protection;
import org.letterlock.smtp.session.RecipientRefusal;
import org.letterlock.smtp.session.SessionEvent;
import org.letterlock.smtp.session.SessionProfile;
import org.letterlock.smtp.session.SessionState;
import org.letterlock.smtp.session.SmtpServerMachine;
import org.letterlock.smtp.session.Transition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the effects of {@link SmtpServerMachine} and feeds their outcome back. Holds no rule of the protocol. */
public final class SmtpDriver extends ConnectionDriver<SmtpFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpDriver.class);
    /** A session that is ended from outside is over within 5 s (SESS-6), even if something is still under way. */
    private static final Duration PATIENCE_WITH_THE_EXPELLED = Duration.ofSeconds(4);

    private static final SmtpReply FAULT = SmtpReply.of(421, "4.3.0", "Temporary failure, try again later");

    private final SessionServices services;
    private final Peer peer;
    private final SmtpFraming framing;
    private final LoginExchange logins;
    private final SessionSeat seat;
    private final Deque<SessionEvent> events = new ArrayDeque<>();
    private SessionState state = new SessionState.Closed(); // until the connection is open
    private @Nullable OpenMessage message; // null while none is open
    private CompletionStage<SpfReply> spf =
            CompletableFuture.completedFuture(SpfChecks.NOT_CHECKED); // of the last sender
    private @Nullable Countdown sessionTime; // null until the connection is open, as the next
    private @Nullable DataRate rate;
    private Optional<SaslMechanism> loginMechanism = Optional.empty(); // of the last login that was begun
    private @Nullable SmtpReply expulsion; // null unless the session has to end once nothing is under way
    private boolean transfers;
    private boolean dispatching;
    private volatile String protocol = "ESMTPA"; // of the last login (RFC 3848)

    private record OpenMessage(IncomingMessage content, Envelope envelope) {}

    /** The driver of one connection. */
    public SmtpDriver(SessionServices services, Peer peer) {
        this(services, peer, new SmtpFraming());
    }

    private SmtpDriver(SessionServices services, Peer peer, SmtpFraming framing) {
        super(framing);
        this.services = services;
        this.peer = peer;
        this.framing = framing;
        this.logins = new LoginExchange(
                services.authentication(),
                services.envelopes(),
                peer.connection(),
                peer.address().format());
        this.seat = services.seats()
                .seat(
                        peer.connection(),
                        peer.service(),
                        peer.address(),
                        this::silence,
                        () -> protocol,
                        why -> context().executor().execute(() -> expel(why)));
        framing.deliverTo(this::content);
    }

    @Override
    protected void onOpen() {
        SessionServices.Timings timings = services.timings();
        var loop = context().channel().eventLoop();
        Countdown whole = new Countdown(loop, () -> dispatch(new SessionEvent.Terminated(SmtpReplies.TIMEOUT)));
        whole.start(timings.session());
        sessionTime = whole;
        rate = new DataRate(
                loop, timings.leastRate(), timings.rateWindow(), () -> dispatch(new SessionEvent.TimedOut()));
        dispatching = true;
        take(SmtpServerMachine.begin(
                profile(), peer.transport() == Transport.IMPLICIT_TLS ? Protection.TLS : Protection.CLEAR));
        dispatching = false;
        settle();
    }

    @Override
    protected void onTlsEstablished() {
        framing.startOver();
        dispatch(new SessionEvent.TlsEstablished());
        release();
    }

    @Override
    protected void onFrame(SmtpFrame frame) {
        switch (frame) {
            case SmtpFrame.Event(SessionEvent.Input input) -> dispatch(input);
            case SmtpFrame.Piece _ -> settle();
        }
    }

    @Override
    protected void onArrival(int octets) {
        DataRate current = rate;
        if (current != null) {
            current.count(octets);
        }
    }

    @Override
    protected void onTimeout() {
        dispatch(new SessionEvent.TimedOut());
    }

    @Override
    protected void onShutdown() {
        dispatch(new SessionEvent.ShutdownRequested());
        flush();
    }

    /**
     * Whoever logged in on this connection in a way that is not allowed any more has to come again (POL-12), and who has been
     * blocked for what it asked for here goes (LIMIT-4).
     */
    @Override
    protected void onPolicyChange() {
        if (services.clientLimits().isExpelled(submitter())) {
            dispatch(new SessionEvent.Terminated(SmtpReplies.TOO_MANY_UNKNOWN_RECIPIENTS));
            flush();
            return;
        }
        if (Sessions.isLogin(state)
                && loginMechanism
                        .filter(mechanism -> services.profiles()
                                .mayGoOn(mechanism, peer, Sessions.of(state).protection()))
                        .isEmpty()) {
            dispatch(new SessionEvent.Terminated(SmtpReplies.SECURITY_POLICY_CHANGED));
            flush();
        }
    }

    private void expel(SessionEnd why) {
        if (isEnded()) {
            return;
        }
        expulsion = SmtpReply.of(421, "4.7.0", why.text());
        settle();
        flush();
        closeAfter(PATIENCE_WITH_THE_EXPELLED);
    }

    @Override
    protected void onClosed() {
        seat.leave();
        Countdown whole = sessionTime;
        DataRate current = rate;
        if (whole != null && current != null) {
            whole.cancel();
            current.cancel();
        }
        dispatch(new SessionEvent.ConnectionLost());
    }

    @Override
    protected void onFault(Throwable fault) {
        LOG.error("session={} peer={} ends by a fault of ours", peer.connection(), peer.address(), fault);
        events.clear();
        dispatching = false;
        dispatch(new SessionEvent.Terminated(FAULT));
    }

    private void content(ByteBuffer piece) {
        OpenMessage open = message;
        if (open != null) {
            open.content().write(piece);
        }
    }

    // Effects that answer at once come back here; their answers wait until the transition is done.
    private void dispatch(SessionEvent event) {
        events.add(event);
        if (dispatching) {
            return;
        }
        dispatching = true;
        try {
            for (SessionEvent next = events.poll(); next != null; next = events.poll()) {
                take(SmtpServerMachine.next(profile(), state, next));
            }
        } finally {
            dispatching = false;
        }
        settle();
    }

    private void take(Transition transition) {
        state = transition.state();
        transition.effects().forEach(this::run);
    }

    private void run(Effect effect) {
        switch (effect) {
            case Effect.Send(SmtpReply reply) -> writeAscii(reply.format());
            case Effect.StartTls _ -> {
                seat.leave(); // a login in clear is forgotten (RFC 3207 section 4.2)
                startTls(services.tls().serverHandler(peer.service(), peer.address()));
            }
            case Effect.BeginLogin(String mechanism, var initialResponse) -> {
                loginMechanism = SaslMechanism.find(mechanism);
                login(logins.begin(mechanism, initialResponse, loginChannel()));
            }
            case Effect.ContinueLogin(var response) -> login(logins.proceed(response));
            case Effect.AbandonLogin _ -> {
                logins.abandon();
                seat.leave();
            }
            case Effect.JudgeSender(var mail) -> judgeSender(mail.reversePath());
            case Effect.JudgeRecipient judge ->
                ask(
                        spf,
                        reply -> recipientAnswer(reply, judge),
                        new SessionEvent.RecipientRefused(new RecipientRefusal.Undecided()));
            case Effect.OpenMessage(MailTransaction transaction) -> openMessage(transaction);
            case Effect.ReceiveData _ -> framing.beginData(contentLimits());
            case Effect.ReceiveChunk(long size, boolean last) -> {
                framing.beginChunk(size, last);
                endIfEmpty(size);
            }
            case Effect.SkipChunk(long size) -> {
                framing.skipChunk(size);
                endIfEmpty(size);
            }
            case Effect.FinishMessage(MailTransaction transaction) -> finishMessage(transaction);
            case Effect.AbandonMessage _ -> abandonMessage();
            case Effect.Report(Effect.Notice notice) -> services.reports().report(peer, notice.eventName(), Map.of());
            case Effect.Close _ -> end();
        }
    }

    private void endIfEmpty(long size) {
        if (size == 0) {
            dispatch(framing.emptyChunk());
        }
    }

    private void login(CompletionStage<SessionEvent> answer) {
        ask(answer, this::seated, new SessionEvent.LoginRefused(LoginRefusal.TEMPORARY));
    }

    /** Whoever is let in takes one of the places that his account has (CONN-8). */
    private SessionEvent seated(SessionEvent answer) {
        if (!(answer instanceof SessionEvent.LoginGranted)) {
            return answer;
        }
        Granted granted = logins.granted().orElseThrow();
        Optional<TlsSession> tls = ServerTlsHandler.find(context().pipeline()).map(ServerTlsHandler::session);
        protocol = tls.isPresent() ? "ESMTPSA" : "ESMTPA";
        if (Sessions.of(state).introduction() instanceof Introduction.As(Domain client, var _)) {
            seat.clientIs(client.text());
        }
        boolean isSeated = seat.take(
                new SessionSeat.Login(
                        granted.account(),
                        loginMechanism.map(SaslMechanism::rfcName).orElse(""),
                        granted.credential(),
                        granted.passwordVersion()),
                tls.map(TlsSession::version).orElse(null),
                tls.map(TlsSession::cipherSuite).orElse(null));
        return isSeated ? answer : new SessionEvent.LoginRefused(LoginRefusal.TOO_MANY_SESSIONS);
    }

    private void judgeSender(ReversePath reversePath) {
        if (services.clientLimits().hasSentEnough(submitter())) {
            dispatch(new SessionEvent.SenderRefused(SmtpReplies.TOO_MANY_MESSAGES));
            return;
        }
        ask(
                services.senderChecks().atMailFrom(submitter(), reversePath),
                reply -> senderAnswer(reply, reversePath),
                new SessionEvent.SenderRefused(SmtpReplies.TEMPORARY_FAILURE));
    }

    private SessionEvent senderAnswer(SenderCheckReply reply, ReversePath reversePath) {
        return switch (reply) {
            case SenderCheckReply.Permitted _ -> {
                spf = services.spfChecks().atMailFrom(submitter(), Arrivals.greeting(Sessions.of(state)), reversePath);
                yield new SessionEvent.SenderAccepted();
            }
            case SenderCheckReply.Refused refused ->
                new SessionEvent.SenderRefused(SmtpReplies.refusedByPolicy(refused.reply()));
        };
    }

    private SessionEvent recipientAnswer(SpfReply spfReply, Effect.JudgeRecipient judge) {
        Optional<RecipientRefusal> bySpf = SpfChecks.refusal(spfReply);
        if (bySpf.isPresent()) {
            report(SpfChecks.event(spfReply), judge);
            return new SessionEvent.RecipientRefused(bySpf.get());
        }
        return services.recipientRules()
                .judge(submitter(), judge.forwardPath())
                .<SessionEvent>map(refusal -> {
                    if (refusal instanceof RecipientRefusal.Unknown) {
                        report("smtp.unknown-recipient", judge);
                        services.clientLimits().unknownRecipient(submitter());
                    }
                    return new SessionEvent.RecipientRefused(refusal);
                })
                .orElseGet(SessionEvent.RecipientAccepted::new);
    }

    private void report(String event, Effect.JudgeRecipient judge) {
        services.reports()
                .report(
                        peer,
                        event,
                        Map.of(
                                "to", judge.forwardPath().format(),
                                "from", judge.transaction().reversePath().format()));
    }

    private void openMessage(MailTransaction transaction) {
        List<Recipient> recipients = services.recipientRules().expand(transaction.recipients());
        if (recipients.isEmpty()) {
            dispatch(new SessionEvent.MessageRefused(SmtpReplies.TEMPORARY_FAILURE));
            return;
        }
        if (!services.heldOctets().hasRoom() || !services.diskRoom().hasRoom()) {
            dispatch(new SessionEvent.MessageRefused(SmtpReplies.DISK_FULL));
            return;
        }
        Envelope envelope = Arrivals.envelope(transaction, recipients);
        IncomingMessage content = new IncomingMessage(
                services.sealer().start(Arrivals.readers(envelope)),
                services.headerJudgement().judgeFor(submitter()),
                submitter().isLoggedIn() ? services.signedConversion() : null,
                services.heldOctets(),
                context().executor());
        message = new OpenMessage(content, envelope);
        framing.beginChunks(contentLimits());
        dispatch(new SessionEvent.MessageOpened());
    }

    private void finishMessage(MailTransaction transaction) {
        OpenMessage open = requireMessage();
        message = null;
        ask(
                inTime(spf.thenCompose(
                                known -> services.intake().accept(open.content(), arrival(open, transaction, known)))
                        .whenComplete((acceptance, failure) ->
                                context().executor().execute(() -> letGo(open.content(), acceptance, failure)))),
                acceptance -> switch (acceptance) {
                    case Acceptance.Accepted(var queueId) -> {
                        services.clientLimits().messageTaken(submitter());
                        yield new SessionEvent.MessageAccepted(queueId.toString());
                    }
                    case Acceptance.Refused refused -> {
                        reportRefused(refused, open.envelope());
                        yield new SessionEvent.MessageRefused(refused.reply());
                    }
                },
                new SessionEvent.MessageRefused(SmtpReplies.TEMPORARY_FAILURE));
    }

    private void reportRefused(Acceptance.Refused refused, Envelope envelope) {
        String event = refused.event();
        if (event != null) {
            services.reports()
                    .report(peer, event, Map.of("from", envelope.reversePath().format()));
        }
    }

    private Arrival arrival(OpenMessage open, MailTransaction transaction, SpfReply known) {
        return Arrivals.arrival(
                Sessions.of(state), submitter(), open.envelope(), transaction, services.recipientRules(), tls(), known);
    }

    // What comes later than the client waits for is for nobody; the message may be taken nevertheless, and come twice.
    private <T> CompletionStage<T> inTime(CompletionStage<T> stage) {
        CompletableFuture<T> timely = stage.toCompletableFuture().copy();
        ScheduledFuture<?> deadline = context()
                .executor()
                .schedule(
                        () -> timely.completeExceptionally(new TimeoutException("the message was not stored in time")),
                        services.timings().acceptance().toMillis(),
                        TimeUnit.MILLISECONDS);
        return timely.whenComplete((_, _) -> deadline.cancel(false));
    }

    // A record that the broker did not acknowledge may be stored nevertheless, and then its content is needed.
    private static void letGo(IncomingMessage content, @Nullable Acceptance acceptance, @Nullable Throwable failure) {
        boolean named = acceptance instanceof Acceptance.Accepted
                || (failure != null && Failures.unwrap(failure) instanceof PublishFailedException);
        if (named) {
            content.release();
        } else {
            content.abandon();
        }
    }

    private void abandonMessage() {
        OpenMessage open = message;
        message = null;
        if (open != null) {
            open.content().abandon();
        }
    }

    private <T> void ask(CompletionStage<T> stage, Function<T, SessionEvent> answer, SessionEvent otherwise) {
        await(stage, (value, failure) -> {
            if (failure == null && value != null) {
                dispatch(answer.apply(value));
            } else {
                logFailure(failure);
                dispatch(otherwise);
            }
        });
    }

    private void logFailure(@Nullable Throwable failure) {
        if (failure != null && Failures.categoryOf(failure) == FailureCategory.RESOURCE) {
            LOG.warn(
                    "session={} temporary failure: {}",
                    peer.connection(),
                    Failures.unwrap(failure).toString());
        } else {
            LOG.error("session={} a question has no answer", peer.connection(), failure);
        }
    }

    /** After each event and each piece of content: what is read next, and what must be waited for first. */
    private void settle() {
        if (isEnded() || dispatching) {
            return;
        }
        SmtpReply due = expulsion;
        if (due != null && !isHeld()) { // not while the fate of a message is open: the client would send it again
            expulsion = null;
            dispatch(new SessionEvent.Terminated(due));
            return;
        }
        framing.expect(state.input());
        watchTime();
        OpenMessage open = message;
        if (open != null && !isHeld()) {
            open.content().obstacle().ifPresent(this::waitForContent);
        }
    }

    private void waitForContent(CompletionStage<HeaderVerdict> obstacle) {
        await(obstacle, (verdict, failure) -> {
            switch (verdict) {
                case null -> {
                    logFailure(failure);
                    dispatch(new SessionEvent.MessageRefused(SmtpReplies.TEMPORARY_FAILURE));
                }
                case HeaderVerdict.Refused(SmtpReply reply) -> dispatch(new SessionEvent.MessageRefused(reply));
                case HeaderVerdict.Accepted _ -> settle();
            }
        });
    }

    private void watchTime() {
        DataRate current = rate;
        if (current == null) {
            return;
        }
        boolean nowTransfers = switch (state.input()) {
            case ExpectedInput.OfLine _ -> {
                expectInput(services.timings().silence());
                yield false;
            }
            case ExpectedInput.OfData _, ExpectedInput.OfChunk _ -> {
                expectInput(services.timings().silence());
                yield true;
            }
            case ExpectedInput.OfNothing _ -> {
                stopTimeout();
                yield false;
            }
        };
        if (nowTransfers && !transfers) {
            current.start();
        } else if (!nowTransfers) {
            current.stop();
        }
        transfers = nowTransfers;
    }

    private SessionProfile profile() {
        return services.profiles().of(peer, account());
    }

    private @Nullable AccountId account() {
        return Sessions.accountOf(state).orElse(null);
    }

    private Submitter submitter() {
        return new Submitter(peer.connection(), peer.service(), peer.address(), account());
    }

    private ContentLimits contentLimits() {
        return new ContentLimits(
                profile().maxMessageSize(),
                services.limits().get().maxTextLine(),
                ContentLimits.BareNewlinePolicy.REJECT);
    }

    private LoginExchange.Channel loginChannel() {
        return ServerTlsHandler.find(context().pipeline())
                .map(tls -> new LoginExchange.Channel(
                        true,
                        tls.channelBindings(),
                        profile().security().offeredMechanisms(Protection.TLS).stream()
                                .anyMatch(mechanism -> mechanism.endsWith("-PLUS"))))
                .orElseGet(() -> new LoginExchange.Channel(false, Map.of(), false));
    }

    private @Nullable String tls() {
        return ServerTlsHandler.find(context().pipeline())
                .map(tls -> tls.session().cipherSuite())
                .orElse(null);
    }

    private OpenMessage requireMessage() {
        OpenMessage open = message;
        if (open == null) {
            throw new IllegalStateException("no message is open");
        }
        return open;
    }
}
