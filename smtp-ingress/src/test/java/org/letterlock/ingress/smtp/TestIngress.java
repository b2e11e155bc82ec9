package org.letterlock.ingress.smtp;

import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.inbound.DmarcEnforcement;
import org.letterlock.contracts.inbound.SpfPolicy;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.contracts.smtp.PeerLimits;
import org.letterlock.contracts.smtp.RelayPolicy;
import org.letterlock.contracts.smtp.SmtpLimits;
import org.letterlock.ingress.smtp.content.DiskRoom;
import org.letterlock.ingress.smtp.content.HeaderJudgement;
import org.letterlock.ingress.smtp.content.HeldOctets;
import org.letterlock.ingress.smtp.intake.MailLog;
import org.letterlock.ingress.smtp.intake.MessageIntake;
import org.letterlock.ingress.smtp.intake.TraceField;
import org.letterlock.ingress.smtp.origin.OriginChecks;
import org.letterlock.ingress.smtp.origin.SpfChecks;
import org.letterlock.ingress.smtp.policy.ClientLimits;
import org.letterlock.ingress.smtp.policy.OwnNames;
import org.letterlock.ingress.smtp.policy.RecipientRules;
import org.letterlock.ingress.smtp.policy.SenderChecks;
import org.letterlock.ingress.smtp.policy.SessionProfiles;
import org.letterlock.ingress.smtp.session.SecurityReports;
import org.letterlock.ingress.smtp.session.SessionServices;
import org.letterlock.ingress.smtp.session.SmtpDriver;
import org.letterlock.mailsyntax.address.Domain;
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
import org.letterlock.service.maillog.MaskedAddresses;
import org.letterlock.service.sealing.ContentOpener;
import org.letterlock.service.sealing.ContentSealer;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.sealing.SecretEnvelopes;
import org.letterlock.testkit.TestCa;
import org.letterlock.testkit.TestCertificate;

/** The ingress on real sockets with fakes behind it. The clients of its tests count as foreign, not as this machine. */
public final class TestIngress implements AutoCloseable {
    public static final Domain HOST = new Domain("mx.example.org");
    public static final IpAddress NOT_HERE = IpAddress.parse("192.0.2.1").require();

    public final TestCa ca = TestCa.create();
    public final MemoryContentStore store = new MemoryContentStore();
    public final Directory directory = TestDirectory.directory();
    public final AccessPolicies policies = new AccessPolicies(Set::of);
    public final FakeServices fakes;
    public final SessionRegister register = new SessionRegister(UUID.randomUUID(), () -> 3, InstantSource.system());

    public volatile PeerLimits peerLimits = PeerLimits.DEFAULT;
    public volatile SpfPolicy spfPolicy = SpfPolicy.DEFAULT;

    private final Keyring keyring = Keyring.inMemory();
    private final EventLoops loops = EventLoops.start("smtp-test", 2);
    private final TlsContexts tls;
    private final SessionServices services;
    private final Map<String, Listener> listeners = new HashMap<>();

    public TestIngress() {
        SecretEnvelopes envelopes = new SecretEnvelopes(keyring);
        fakes = new FakeServices(envelopes);
        TestCertificate certificate = ca.issue("localhost", HOST.text());
        tls = new TlsContexts(new TlsIdentity(certificate.chain(), certificate.key()), InstantSource.system());
        services = services(envelopes);
        Listener.Surroundings surroundings = new Listener.Surroundings(
                loops,
                policies,
                ConnectionGate.of(policies, InstantSource.system()),
                tls,
                new TrustedProxies(policies, InstantSource.system(), (_, _, _, _) -> {}));
        for (String service : List.of("smtp", "submission", "smtps")) {
            policies.put(new ServicePolicy(service, true, null, 0, 0));
            Transport transport = service.equals("smtps") ? Transport.IMPLICIT_TLS : Transport.CLEAR;
            Listener listener =
                    new Listener(new ListenerSettings(service, "loopback", 0, transport), surroundings, new FrontEnd() {
                        @Override
                        public String refusal(Refusal refusal) {
                            return "554 refused";
                        }

                        @Override
                        public void open(Peer peer, ChannelPipeline pipeline) {
                            pipeline.addLast(new SmtpDriver(services, peer));
                        }
                    });
            listener.start();
            listeners.put(service, listener);
        }
    }

    private SessionServices services(SecretEnvelopes envelopes) {
        OwnNames names = new OwnNames(
                HOST,
                Set.of(NOT_HERE),
                FakeServices.view(domain -> domain.id().toString(), List.of(TestDirectory.domain())));
        RecipientRules recipients = new RecipientRules(directory, policies, () -> RelayPolicy.DEFAULT, names);
        SenderChecks senderChecks = new SenderChecks(directory, fakes::checkSender);
        InstantSource clock = InstantSource.system();
        ClientLimits clientLimits = new ClientLimits(policies, () -> peerLimits, fakes.publisher(), clock);
        return new SessionServices(
                new SessionProfiles(names, policies, directory, () -> SmtpLimits.DEFAULT, clock),
                tls,
                fakes::authenticate,
                envelopes,
                senderChecks,
                new SpfChecks(fakes::checkSpf, recipients, clientLimits, policies, () -> spfPolicy),
                recipients,
                clientLimits,
                new HeaderJudgement(senderChecks, HOST, () -> 100, clock, () -> new byte[10]),
                new ContentSealer(keyring, store, clock, Executors.newVirtualThreadPerTaskExecutor()),
                new HeldOctets(64L * 1024 * 1024),
                new DiskRoom(null, 0, clock),
                new MessageIntake(
                        fakes::sign,
                        new OriginChecks(fakes::verify, fakes::judge, policies, () -> DmarcEnforcement.DEFAULT),
                        HOST,
                        fakes.publisher(),
                        new TraceField(HOST, () -> DeliveryPolicy.DEFAULT, recipients),
                        new MailLog(new MaskedAddresses(new Sealer(keyring)), () -> DeliveryPolicy.DEFAULT),
                        clock),
                new SecurityReports(fakes.publisher(), clock),
                new SessionSeats(register, _ -> Optional.empty(), clock),
                SessionServices.Timings.DEFAULT,
                () -> SmtpLimits.DEFAULT,
                () -> DeliveryPolicy.DEFAULT);
    }

    public SessionServices services() {
        return services;
    }

    public int port(String service) {
        return listeners.get(service).port().orElseThrow();
    }

    public Listener listener(String service) {
        return listeners.get(service);
    }

    public SmtpClient connect(String service) {
        return service.equals("smtps")
                ? SmtpClient.overTls(port(service), ca.clientContext())
                : SmtpClient.inClear(port(service));
    }

    /** A client that has logged in as anna on the submission port. */
    public SmtpClient login() {
        SmtpClient client = connect("smtps");
        client.expect("220 mx.example.org ESMTP");
        client.ehlo();
        client.send("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0");
        client.expect("235 2.7.0 Authentication successful");
        return client;
    }

    /** A client on port 25 that has said EHLO. */
    public SmtpClient greet() {
        SmtpClient client = connect("smtp");
        client.expect("220 mx.example.org ESMTP");
        client.ehlo();
        return client;
    }

    public AcceptedMessage takeAccepted() throws InterruptedException {
        AcceptedMessage message = fakes.accepted.poll(10, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message was accepted");
        }
        return message;
    }

    /** The whole message, opened as one who may read it. */
    public byte[] open(SealedContent content) {
        Reader reader = content.keys().getFirst().reader();
        ContentOpener opener = new ContentOpener(keyring, reader, store);
        try (InputStream in = opener.open(content, opener.unwrap(content))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        listeners.values().forEach(listener -> listener.stop(Duration.ofMillis(200)));
        loops.close();
        tls.close();
    }
}
