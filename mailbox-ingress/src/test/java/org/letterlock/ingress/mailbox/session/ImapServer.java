package org.letterlock.ingress.mailbox.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.authentication.SealedResponse;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.imap.session.SessionMachine;
import org.letterlock.ingress.mailbox.FakeMailboxStore;
import org.letterlock.ingress.mailbox.TestClient;
import org.letterlock.ingress.mailbox.authentication.LoginExchange;
import org.letterlock.ingress.mailbox.command.CommandPerformer;
import org.letterlock.ingress.mailbox.policy.SecurityDecision;
import org.letterlock.ingress.mailbox.push.MailboxChanges;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.access.Refusal;
import org.letterlock.netty.listener.FrontEnd;
import org.letterlock.netty.listener.Listener;
import org.letterlock.netty.listener.ListenerSettings;
import org.letterlock.netty.listener.Peer;
import org.letterlock.netty.listener.Transport;
import org.letterlock.netty.listener.TrustedProxies;
import org.letterlock.netty.session.SessionRegister;
import org.letterlock.netty.session.SessionSeats;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.tls.TlsIdentity;
import org.letterlock.netty.transport.EventLoops;
import org.letterlock.netty.transport.PeerAddresses;
import org.letterlock.testkit.TestCa;

/** The front end on real ports, in front of mailboxes in memory. Every account's password is {@code secret}. */
final class ImapServer implements AutoCloseable {
    static final long APPEND_LIMIT = 40_000_000;

    private static final TestCa CA = TestCa.create();

    private final EventLoops loops = EventLoops.start("imap-test", 2);
    private final AccessPolicies policies = new AccessPolicies(PeerAddresses::ofThisMachine);
    private final TlsContexts tls;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final MailboxChanges changes = new MailboxChanges();
    private final FakeMailboxStore store = new FakeMailboxStore(changes::changed);
    private final SessionRegister register = new SessionRegister(UUID.randomUUID(), () -> 3, InstantSource.system());
    private final AtomicInteger injections = new AtomicInteger();
    private final Map<String, AccountId> logins = new ConcurrentHashMap<>();
    private final Listener clear;
    private final Listener implicit;

    private ImapServer(ImapTimes times) {
        var certificate = CA.issue("localhost");
        tls = new TlsContexts(new TlsIdentity(certificate.chain(), certificate.key()), InstantSource.system());
        policies.put(new ServicePolicy("imap", true, null, 0, 0));
        policies.put(new ServicePolicy("imaps", true, null, 0, 0));
        var services = new SessionServices(
                new SessionMachine(APPEND_LIMIT),
                new SecurityDecision(policies),
                tls,
                (connection, address) ->
                        new LoginExchange((_, request) -> answer(request), ImapServer::seal, connection, address),
                new CommandPerformer(store, changes, InstantSource.system(), APPEND_LIMIT),
                workers,
                new SessionSeats(register, _ -> Optional.empty(), InstantSource.system()),
                _ -> injections.incrementAndGet(),
                times);
        var surroundings = new Listener.Surroundings(
                loops,
                policies,
                ConnectionGate.of(policies, InstantSource.system()),
                tls,
                new TrustedProxies(policies, InstantSource.system(), (_, _, _, _) -> {}));
        var frontEnd = new FrontEnd() {
            @Override
            public String refusal(Refusal refusal) {
                return "* BYE";
            }

            @Override
            public void open(Peer peer, ChannelPipeline pipeline) {
                pipeline.addLast(ImapDriver.of(peer, services));
            }
        };
        clear = new Listener(new ListenerSettings("imap", "loopback", 0, Transport.CLEAR), surroundings, frontEnd);
        implicit = new Listener(
                new ListenerSettings("imaps", "loopback", 0, Transport.IMPLICIT_TLS), surroundings, frontEnd);
        clear.start();
        implicit.start();
    }

    static ImapServer start() {
        return start(new ImapTimes(
                Duration.ofSeconds(60), Duration.ofMinutes(30), Duration.ofMinutes(2), Duration.ofMinutes(5)));
    }

    static ImapServer start(ImapTimes times) {
        return new ImapServer(times);
    }

    ImapServer idleFor(Duration limit) {
        policies.put(new ServicePolicy(
                "imap", true, false, null, List.of(), null, 0, 0, null, (int) limit.toSeconds(), false, false));
        return this;
    }

    /** Whoever connects to the clear port may log in there. */
    ImapServer permittingClear() {
        policies.put(
                new SecurityPolicy(SecurityPolicy.Mode.NONE, null, null, List.of("SCRAM-SHA-256", "PLAIN", "LOGIN")));
        return this;
    }

    FakeMailboxStore store() {
        return store;
    }

    SessionRegister register() {
        return register;
    }

    int injections() {
        return injections.get();
    }

    AccountId account(String login) {
        return logins.computeIfAbsent(login, _ -> new AccountId(UUID.randomUUID()));
    }

    int port() {
        return clear.port().orElseThrow();
    }

    int tlsPort() {
        return implicit.port().orElseThrow();
    }

    static SSLContext clientTls() {
        return CA.clientContext();
    }

    /** A client that has read the greeting. */
    TestClient greeted() throws IOException {
        var client = new TestClient(connect());
        client.line();
        return client;
    }

    /** A client that has logged in. */
    TestClient loggedIn(String login) throws IOException {
        TestClient client = greeted();
        client.ask("LOGIN " + login + " secret");
        return client;
    }

    Socket connect() throws IOException {
        return new Socket("localhost", port());
    }

    private static SealedResponse seal(byte[] response) {
        return new SealedResponse(0, Octets.wrap(new byte[0]), Octets.wrap(response));
    }

    private CompletionStage<AuthenticationReply> answer(AuthenticationRequest request) {
        return switch (request) {
            case AuthenticationRequest.Begin begin
            when begin.initialResponse() == null ->
                CompletableFuture.completedFuture(
                        new AuthenticationReply.Challenge(Octets.wrap(new byte[0]), Octets.wrap(new byte[] {1})));
            case AuthenticationRequest.Begin begin -> judge(begin.initialResponse());
            case AuthenticationRequest.Continue step -> judge(step.response());
            case AuthenticationRequest.CheckToken _ -> throw new IllegalArgumentException();
        };
    }

    private CompletionStage<AuthenticationReply> judge(SealedResponse response) {
        String[] parts = new String(response.ciphertext().view(), UTF_8).split("\0", -1);
        if (parts.length != 3) {
            return CompletableFuture.completedFuture(
                    new AuthenticationReply.Refused(AuthenticationReply.Reason.MALFORMED));
        }
        return switch (parts[2]) {
            case "secret" ->
                CompletableFuture.supplyAsync(
                        () -> new AuthenticationReply.Granted(account(parts[1]), parts[1], null, null));
            case "silence" -> CompletableFuture.failedFuture(new IllegalStateException("no answer"));
            case "disabled" ->
                CompletableFuture.completedFuture(new AuthenticationReply.Refused(AuthenticationReply.Reason.DISABLED));
            default ->
                CompletableFuture.completedFuture(
                        new AuthenticationReply.Refused(AuthenticationReply.Reason.CREDENTIALS));
        };
    }

    @Override
    public void close() {
        clear.close();
        implicit.close();
        workers.shutdown();
        loops.close();
        tls.close();
    }
}
