package org.letterlock.ingress.mailbox.session;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.imap.command.CommandParser;
import org.letterlock.imap.command.ImapCommand;
import org.letterlock.imap.command.ReceivedCommand;
import org.letterlock.imap.command.ReceivedCommand.Understood;
import org.letterlock.imap.command.Tag;
import org.letterlock.imap.framing.Frame;
import org.letterlock.imap.mailbox.Revision;
import org.letterlock.imap.response.ImapResponse;
import org.letterlock.imap.response.ImapWriter;
import org.letterlock.imap.response.ResponseCode;
import org.letterlock.imap.response.ResponseWriter;
import org.letterlock.imap.response.StatusText;
import org.letterlock.imap.session.LoginRefusal;
import org.letterlock.imap.session.SessionEffect;
import org.letterlock.imap.session.SessionEvent;
import org.letterlock.imap.session.SessionMachine.Transition;
import org.letterlock.imap.session.SessionState;
import org.letterlock.ingress.mailbox.authentication.LoginExchange;
import org.letterlock.ingress.mailbox.authentication.LoginExchange.Step;
import org.letterlock.ingress.mailbox.command.CommandOutcome;
import org.letterlock.ingress.mailbox.command.ConnectionLostException;
import org.letterlock.ingress.mailbox.command.MailboxGoneException;
import org.letterlock.ingress.mailbox.command.MailboxSession;
import org.letterlock.ingress.mailbox.command.Responses;
import org.letterlock.netty.listener.Peer;
import org.letterlock.netty.session.ConnectionDriver;
import org.letterlock.netty.session.Countdown;
import org.letterlock.netty.session.SessionEnd;
import org.letterlock.netty.session.SessionSeat;
import org.letterlock.netty.tls.ServerTlsHandler;
import org.letterlock.netty.tls.TlsSession;
import org.letterlock.sasl.SaslMechanism;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One IMAP connection: feeds what arrives to the session machine and runs its effects. Holds no rule of the protocol. While a
 * command is at work on a thread of its own, further input waits, so commands are answered in their order.
 */
public final class ImapDriver extends ConnectionDriver<Frame> {
    private static final Logger LOG = LoggerFactory.getLogger(ImapDriver.class);
    /** A session that is ended from outside is over within 5 s (SESS-6), even if a command is still at work. */
    private static final Duration PATIENCE_WITH_THE_EXPELLED = Duration.ofSeconds(4);

    private static final StatusText STILL_HERE = StatusText.ok("Still here");
    private static final StatusText SHUTTING_DOWN = StatusText.bye(ResponseCode.UNAVAILABLE, "Server shutting down");
    private static final StatusText SECURITY_POLICY_CHANGED = StatusText.bye("Security policy changed");
    private static final StatusText MAILBOX_GONE = StatusText.bye("Selected mailbox was deleted");
    private static final StatusText INTERNAL_ERROR = StatusText.bye(ResponseCode.SERVERBUG, "Internal error");

    private final Peer peer;
    private final SessionServices services;
    private final ImapFraming framing;
    private final LoginExchange login;
    private final SessionSeat seat;
    private final AtomicBoolean newsHeard = new AtomicBoolean(); // set on any thread, cleared on the event loop

    // All of this is confined to the event loop.
    private volatile SessionState state = new SessionState.Ended(); // also read by who lists sessions
    private @Nullable Countdown loginDeadline; // null before the connection is open, as is the next
    private @Nullable Countdown signOfLife;
    private Optional<SaslMechanism> loginMechanism = Optional.empty(); // of the last login that was begun
    private @Nullable AccountId account; // null before login, as is the next
    private @Nullable MailboxSession mailbox;
    private @Nullable AppendTransfer append; // null unless the message of an APPEND comes in
    private @Nullable Transition afterRefusedLiteral; // null unless one is being dropped
    private @Nullable StatusText expulsion; // null unless the session has to end after the command at work
    private volatile @Nullable Thread searching; // null unless a SEARCH is at work

    private ImapDriver(Peer peer, SessionServices services, ImapFraming framing) {
        super(framing);
        this.peer = peer;
        this.services = services;
        this.framing = framing;
        this.login = services.logins().apply(peer.connection(), peer.address().format());
        this.seat = services.seats()
                .seat(
                        peer.connection(),
                        peer.service(),
                        peer.address(),
                        this::silence,
                        this::protocol,
                        why -> context().executor().execute(() -> expel(why)));
    }

    /** The driver of a new connection. */
    public static ImapDriver of(Peer peer, SessionServices services) {
        return new ImapDriver(peer, services, new ImapFraming());
    }

    @Override
    protected void onOpen() {
        var deadline = new Countdown(context().channel().eventLoop(), this::onTimeout);
        deadline.start(services.times().login());
        loginDeadline = deadline;
        signOfLife = new Countdown(context().channel().eventLoop(), this::stillHere);
        apply(services.machine().start(services.security().decide(peer.address(), isEncrypted())));
    }

    private boolean isEncrypted() {
        return ServerTlsHandler.find(context().pipeline()).isPresent();
    }

    private Revision revision() {
        return SessionStates.revisionOf(state);
    }

    @Override
    protected void onFrame(Frame frame) {
        switch (frame) {
            case Frame.Command(var text) -> command(CommandParser.parse(text, revision()));
            case Frame.ContinuationLine(var line) -> step(new SessionEvent.ContinuationReceived(line));
            case Frame.LiteralAwaited() -> goOn();
            case Frame.AppendBegun begun -> beginAppend(begun);
            case Frame.AppendOctets(var octets) -> {
                if (append != null && !append.pipe().offer(octets)) {
                    hold();
                }
            }
            case Frame.AppendEnded(boolean wellFormed) -> endAppend(wellFormed);
            case Frame.RefusedLiteralPassed() -> {
                Transition waiting = afterRefusedLiteral;
                afterRefusedLiteral = null;
                if (waiting != null) {
                    apply(waiting);
                }
            }
            case Frame.Violation(var start, var fault) ->
                step(new SessionEvent.FramingViolated(CommandParser.findTag(start), fault));
        }
    }

    private void goOn() {
        respond(new ImapResponse.Continuation("OK"));
        flush();
    }

    private void command(ReceivedCommand received) {
        if (received instanceof Understood(Tag _, ImapCommand.Id(var fields))) {
            seat.clientIs(String.join(" ", fields.getOrDefault("name", ""), fields.getOrDefault("version", ""))
                    .strip());
        }
        if (received instanceof Understood(Tag tag, ImapCommand.StartTls _)
                && state instanceof SessionState.NotAuthenticated session
                && session.security().offersStartTls()
                && hasWaitingInput()) {
            services.warnings().startTlsInjection(peer);
            step(new SessionEvent.StartTlsFollowed(tag));
        } else {
            step(new SessionEvent.CommandReceived(received));
        }
    }

    private void step(SessionEvent event) {
        apply(services.machine().next(state, event));
    }

    private void apply(Transition transition) {
        state = transition.next();
        framing.expectContinuation(state instanceof SessionState.AwaitingResponse
                || state instanceof SessionState.AwaitingAcknowledgement
                || state instanceof SessionState.Idling);
        transition.effects().forEach(this::run);
    }

    private void run(SessionEffect effect) {
        switch (effect) {
            case SessionEffect.Respond(var response) -> respond(response);
            case SessionEffect.UpgradeToTls() -> {
                framing.reset();
                startTls(services.tls().serverHandler(peer.service(), peer.address()));
            }
            case SessionEffect.BeginAuthentication(var mechanism, var response) -> {
                loginMechanism = SaslMechanism.find(mechanism);
                await(login.begin(mechanism, response, channel()), this::loginStepped);
            }
            case SessionEffect.ContinueAuthentication(var response) ->
                await(login.proceed(response), this::loginStepped);
            case SessionEffect.AbandonAuthentication() -> {
                login.abandon();
                leave();
            }
            case SessionEffect.EnterMailbox() -> enterMailbox();
            case SessionEffect.Perform(var tag, var command) -> perform(tag, command);
            case SessionEffect.StartPushing() -> {
                countdown(signOfLife).start(services.times().stillHere());
                flush();
                pushIfIdle();
            }
            case SessionEffect.StopPushing() -> countdown(signOfLife).stop();
            case SessionEffect.Close() -> {
                leave(); // the client may take its time to close its side
                end();
            }
        }
    }

    private static Countdown countdown(@Nullable Countdown countdown) {
        if (countdown == null) {
            throw new IllegalStateException("not open yet");
        }
        return countdown;
    }

    private void respond(ImapResponse response) {
        var writer = new ImapWriter(256);
        ResponseWriter.write(response, revision(), writer);
        write(writer);
    }

    private void write(ImapWriter writer) {
        if (writer.size() > 0) {
            ByteBuf octets = context().alloc().ioBuffer(writer.size());
            write(octets.writeBytes(writer.view()));
        }
    }

    // Logging in.

    private LoginExchange.Channel channel() {
        Optional<ServerTlsHandler> tls = ServerTlsHandler.find(context().pipeline());
        Map<String, Octets> bindings =
                tls.map(ServerTlsHandler::channelBindings).orElse(Map.of());
        boolean plus = services.security().decide(peer.address(), tls.isPresent()).mechanisms().stream()
                .anyMatch(mechanism -> mechanism.endsWith("-PLUS"));
        return new LoginExchange.Channel(tls.isPresent(), bindings, plus);
    }

    private void loginStepped(@Nullable Step step, @Nullable Throwable failure) {
        switch (step) {
            case Step.Challenged(var base64) -> step(new SessionEvent.Challenged(base64));
            case Step.LoggedIn granted -> granted(granted);
            case Step.NotLoggedIn(var refusal) -> step(new SessionEvent.LoginRefused(refusal));
            case null -> {
                LOG.warn("session={} no answer from the authentication service", peer.connection(), failure);
                step(new SessionEvent.LoginRefused(LoginRefusal.TEMPORARY));
            }
        }
        expelIfDue();
    }

    private void granted(Step.LoggedIn granted) {
        Optional<TlsSession> tls = ServerTlsHandler.find(context().pipeline()).map(ServerTlsHandler::session);
        boolean isSeated = seat.take(
                new SessionSeat.Login(
                        granted.account(),
                        loginMechanism.map(SaslMechanism::rfcName).orElse(""),
                        granted.credential(),
                        granted.passwordVersion()),
                tls.map(TlsSession::version).orElse(null),
                tls.map(TlsSession::cipherSuite).orElse(null));
        if (!isSeated) {
            step(new SessionEvent.LoginRefused(LoginRefusal.TOO_MANY_SESSIONS));
            return;
        }
        account = granted.account();
        step(new SessionEvent.LoginGranted(granted.lastWord()));
    }

    private void enterMailbox() {
        AccountId owner = account;
        if (owner == null) {
            throw new IllegalStateException("nobody has logged in");
        }
        countdown(loginDeadline).cancel();
        framing.loggedIn();
        mailbox = new MailboxSession(owner, this::heardOfNews);
        expectInput(idleTime());
        LOG.info(
                "imap login session={} account={} peer={} tls={}",
                peer.connection(),
                owner,
                peer.address().format(),
                isEncrypted());
    }

    private MailboxSession requireMailbox() {
        MailboxSession current = mailbox;
        if (current == null) {
            throw new IllegalStateException("nobody has logged in");
        }
        return current;
    }

    // Commands at work.

    private void perform(Tag tag, ImapCommand command) {
        MailboxSession session = requireMailbox();
        Responses responses = responses();
        await(
                onWorker(() -> performHere(session, tag, command, responses)),
                (outcome, failure) -> performed(outcome, failure, responses));
    }

    // The outcome comes by way of the event loop's queue, so it cannot overtake what the worker has sent.
    private <T> CompletionStage<T> onWorker(Supplier<T> work) {
        var outcome = new CompletableFuture<T>();
        EventExecutor loop = context().executor();
        services.workers().execute(() -> {
            try {
                T value = work.get();
                loop.execute(() -> outcome.complete(value));
            } catch (RuntimeException | Error e) { // whatever it was, the session has to hear of it
                loop.execute(() -> outcome.completeExceptionally(e));
            }
        });
        return outcome;
    }

    private Responses responses() {
        return new Responses(
                revision(), new ChannelSink(context(), services.times().stalledWrite()));
    }

    private CommandOutcome performHere(MailboxSession session, Tag tag, ImapCommand command, Responses responses) {
        boolean isSearch = command instanceof ImapCommand.Search;
        if (isSearch) {
            searching = Thread.currentThread();
        }
        try {
            return services.performer().perform(session, tag, command, null, responses);
        } finally {
            if (isSearch) {
                searching = null;
            }
        }
    }

    private void performed(@Nullable CommandOutcome outcome, @Nullable Throwable failure, Responses responses) {
        expectInput(idleTime());
        CommandOutcome ended = outcome == null ? afterFailure(failure) : outcome;
        if (isEnded()) {
            return;
        }
        write(responses.rest());
        step(new SessionEvent.CommandPerformed(ended.status(), ended.selection()));
        expelIfDue();
    }

    private CommandOutcome afterFailure(@Nullable Throwable failure) {
        switch (failure) {
            case MailboxGoneException _ -> expulsion = MAILBOX_GONE;
            case ConnectionLostException lost -> {
                LOG.info("session={} ended: {}", peer.connection(), lost.getMessage());
                var _ = context().close();
            }
            case null, default -> LOG.error("session={} a command failed", peer.connection(), failure);
        }
        return new CommandOutcome(StatusText.SERVER_BUG, new SessionEvent.Selection.Unchanged());
    }

    // The message of APPEND comes in while the command is at work.

    private void beginAppend(Frame.AppendBegun begun) {
        ReceivedCommand received = CommandParser.parseAppend(begun.head(), begun.literal(), revision());
        Transition transition = services.machine().next(state, new SessionEvent.CommandReceived(received));
        boolean waits = begun.literal().synchronizing();
        if (transition.effects().stream().allMatch(SessionEffect.Perform.class::isInstance)
                && received instanceof Understood(Tag tag, ImapCommand.Append command)) {
            framing.acceptLiteral();
            if (waits) {
                goOn();
            }
            state = transition.next();
            startAppend(tag, command);
        } else {
            framing.refuseLiteral();
            if (waits) {
                apply(transition);
            } else {
                afterRefusedLiteral = transition;
            }
        }
    }

    private void startAppend(Tag tag, ImapCommand.Append command) {
        MailboxSession session = requireMailbox();
        var transfer = new AppendTransfer(command.message(), this::roomForMore, responses());
        append = transfer;
        var _ = onWorker(() ->
                        services.performer().perform(session, tag, command, transfer.pipe(), transfer.responses()))
                .whenComplete((value, failure) -> {
                    transfer.performed(value, failure);
                    finishAppend(transfer);
                });
    }

    private void roomForMore() {
        context().executor().execute(() -> {
            if (append != null && !append.hasEnded() && !isEnded()) {
                release();
                flush();
            }
        });
    }

    private void endAppend(boolean wellFormed) {
        AppendTransfer transfer = append;
        if (transfer != null) {
            transfer.end(wellFormed);
            hold();
            finishAppend(transfer);
        }
    }

    private void finishAppend(AppendTransfer transfer) {
        if (!transfer.isFinished() || isEnded() || append == null) {
            return;
        }
        append = null;
        performed(transfer.outcome(), transfer.failure(), transfer.responses());
        release();
        flush();
    }

    // Pushing.

    private void heardOfNews() {
        if (newsHeard.compareAndSet(false, true)) {
            context().executor().execute(this::pushIfIdle);
        }
    }

    private void pushIfIdle() {
        newsHeard.set(false);
        MailboxSession session = mailbox;
        if (!(state instanceof SessionState.Idling) || isHeld() || session == null || !session.mayHaveNews()) {
            return;
        }
        Responses responses = responses();
        await(
                onWorker(() -> services.performer().push(session, responses)),
                (told, failure) -> pushed(Boolean.TRUE.equals(told), failure, responses));
    }

    private void pushed(boolean told, @Nullable Throwable failure, Responses responses) {
        expectInput(idleTime());
        if (failure != null) {
            var _ = afterFailure(failure);
        }
        if (isEnded()) {
            return;
        }
        write(responses.rest());
        expelIfDue();
        if (told) {
            pushIfIdle(); // what came while the store was asked was not pushed by anybody
        }
    }

    private Duration idleTime() {
        return services.security()
                .idleTime(peer.service())
                .orElse(services.times().idle());
    }

    private void stillHere() {
        if (state instanceof SessionState.Idling && !isEnded()) {
            respond(new ImapResponse.Untagged(STILL_HERE));
            flush();
            countdown(signOfLife).start(services.times().stillHere());
        }
    }

    // What comes from outside.

    @Override
    protected void onTlsEstablished() {
        step(new SessionEvent.TlsEstablished(services.security().decide(peer.address(), true)));
    }

    @Override
    protected void onTimeout() {
        if (!isEnded()) {
            step(new SessionEvent.TimedOut());
        }
    }

    @Override
    protected void onShutdown() {
        expelHere(SHUTTING_DOWN);
    }

    private void expel(SessionEnd why) {
        expelHere(StatusText.bye(why.text()));
        flush();
        closeAfter(PATIENCE_WITH_THE_EXPELLED);
    }

    private String protocol() {
        return switch (revision()) {
            case IMAP4REV1 -> "IMAP4rev1";
            case IMAP4REV2 -> "IMAP4rev2";
        };
    }

    /** Whoever logged in on this connection in a way that is not allowed any more has to come again (POL-12). */
    @Override
    protected void onPolicyChange() {
        if (isEnded()) {
            return;
        }
        boolean isLogin = SessionStates.isLogin(state);
        boolean mayGoOn = loginMechanism
                .filter(mechanism -> services.security().mayGoOn(mechanism, peer.address(), isEncrypted()))
                .isPresent();
        if (isLogin && !mayGoOn) {
            expelHere(SECURITY_POLICY_CHANGED);
            flush();
        } else {
            step(new SessionEvent.SecurityChanged(services.security().decide(peer.address(), isEncrypted())));
        }
    }

    private void expelIfDue() {
        StatusText due = expulsion;
        if (due != null && !isEnded()) {
            step(new SessionEvent.Expelled(due));
        }
    }

    private void expelHere(StatusText bye) {
        if (isEnded()) {
            return;
        }
        if (isHeld() || append != null) {
            expulsion = bye; // not into the middle of a response
        } else {
            step(new SessionEvent.Expelled(bye));
        }
    }

    @Override
    protected void onFault(Throwable fault) {
        LOG.error("session={} failed", peer.connection(), fault);
        respond(new ImapResponse.Untagged(INTERNAL_ERROR));
    }

    @Override
    protected void onClosed() {
        state = new SessionState.Ended();
        cancel(loginDeadline);
        cancel(signOfLife);
        if (append != null) {
            append.breakOff();
        }
        if (mailbox != null) {
            mailbox.close();
        }
        leave();
        Thread search = searching;
        if (search != null) {
            search.interrupt(); // SEARCH-1: cancelled when the client leaves
        }
    }

    private void leave() {
        AccountId owner = account;
        if (owner != null) {
            account = null;
            seat.leave();
            LOG.info("imap end session={} account={}", peer.connection(), owner);
        }
    }

    private static void cancel(@Nullable Countdown countdown) {
        if (countdown != null) {
            countdown.cancel();
        }
    }
}
