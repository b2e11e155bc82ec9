package org.letterlock.egress.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Envelope;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.egress.queue.EntryState;
import org.letterlock.egress.queue.QueueEntry;
import org.letterlock.egress.route.HostPasswords;
import org.letterlock.egress.route.MailRouter;
import org.letterlock.egress.route.NameService;
import org.letterlock.egress.route.OwnHost;
import org.letterlock.egress.route.Route.TlsMode;
import org.letterlock.egress.route.RouteRule;
import org.letterlock.egress.route.Routes;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.netty.tls.TlsClients;
import org.letterlock.netty.transport.EventLoops;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.Sealer;

class DeliveryAttemptTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    @Tag("QUEUE-4")
    void afterHalfAnHourNoFurtherHostIsTried() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(START);
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        Routes routes = new Routes(
                List.of(new RouteRule(RouteRule.Side.RECIPIENT, false, "*", null, closed, TlsMode.NONE, null, null)));
        Recipient recipient = recipient("ben@elsewhere.example");
        QueueEntry entry = new QueueEntry(
                new QueueId(new UUID(0, 1)), 0, recipient, EntryState.QUEUED, 0, START, false, false, null, null);

        try (EventLoops loops = EventLoops.start("test", 1)) {
            DeliveryAttempt attempt = new DeliveryAttempt(
                    new MailRouter(new ThreeHosts(), new OwnHost("out.example.org"), new Random(1)),
                    new SmtpTransport(loops, new TlsClients(List.of())),
                    new HostPasswords(new Sealer(Keyring.inMemory())),
                    List::of,
                    new Domain("out.example.org"),
                    () -> now.getAndUpdate(instant -> instant.plus(Duration.ofMinutes(20))));
            List<AttemptResult> results =
                    attempt.run(message(recipient), List.of(entry), routes, InputStream::nullInputStream);

            assertThat(results).extracting(AttemptResult::remoteHost).containsExactly("b.example");
            assertThat(results)
                    .extracting(AttemptResult::verdict)
                    .containsExactly(new AttemptResult.Verdict.Deferred(AttemptResult.Handshake.NO_MATTER));
        }
    }

    private static Recipient recipient(String address) {
        AddrSpec parsed = AddrSpec.parse(address).require();
        return new Recipient(parsed, new Destination.Remote(parsed), Set.of(), null);
    }

    private static AcceptedMessage message(Recipient recipient) {
        SealedContent content = new SealedContent(
                new ObjectId(new UUID(0, 2)),
                Octets.wrap(new byte[0]),
                0,
                0,
                new SealedContent.Place.Inline(Octets.wrap(new byte[0])),
                List.of());
        return new AcceptedMessage(
                new QueueId(new UUID(0, 1)),
                START,
                new Envelope(new ReversePath.Null(), null, null, List.of(recipient)),
                content,
                "submission",
                null,
                null,
                false);
    }

    private static final class ThreeHosts implements NameService {
        @Override
        public Answer<Exchanger> exchangers(String domain) {
            return new Answer.Records<>(List.of(
                    new Exchanger(1, "a.example"), new Exchanger(2, "b.example"), new Exchanger(3, "c.example")));
        }

        @Override
        public Answer<InetAddress> addresses(String host) {
            return new Answer.Records<>(List.of(InetAddress.ofLiteral("127.0.0.1")));
        }
    }
}
