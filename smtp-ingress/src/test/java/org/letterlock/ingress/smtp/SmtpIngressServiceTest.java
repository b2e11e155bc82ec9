package org.letterlock.ingress.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.dkim.SignReply;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.contracts.senderpolicy.SenderCheckRequest;
import org.letterlock.contracts.smtp.PeerLimits;
import org.letterlock.contracts.smtp.RelayPolicy;
import org.letterlock.contracts.smtp.SmtpLimits;
import org.letterlock.frontend.FrontEndConfiguration;
import org.letterlock.ingress.smtp.listener.ListenerConfiguration;
import org.letterlock.ingress.smtp.listener.LiveSettings;
import org.letterlock.ingress.smtp.listener.SessionConfiguration;
import org.letterlock.ingress.smtp.listener.SmtpListeners;
import org.letterlock.service.LetterlockService;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.content.ContentStore;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.Responders;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.ContentOpener;
import org.letterlock.service.sealing.KeyPairName;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.SecretEnvelopes;
import org.letterlock.testkit.TestCa;
import org.letterlock.testkit.TestDatabase;
import org.letterlock.testkit.TestServers;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** The service as it runs, with the broker and PostgreSQL that it runs on, and stand-ins for the services that it asks. */
@ExtendWith(BuffersGivenBack.class)
class SmtpIngressServiceTest {
    private static final String MESSAGE = "From: joe@elsewhere.example\r\nSubject: hello\r\n\r\ntext\r\n";
    private static final TestCa CA = TestCa.create();

    @TempDir
    private static Path directory;

    private static ConfigurableApplicationContext service;
    private static Neighbours neighbours;

    /** The service, with the private keys of its neighbours too, so that the test can open what it seals. */
    @LetterlockService(
            keys = {ClassKey.TLS, ClassKey.LOGS},
            owns = {KeyPairName.AUTH, KeyPairName.MAILSTORE, KeyPairName.EGRESS})
    @Import({FrontEndConfiguration.class, SessionConfiguration.class, ListenerConfiguration.class})
    static class Application {}

    /** Auth-service, sender-policy-service, dkim-service and the readers of accepted mail. */
    static final class Neighbours {
        final BlockingQueue<AcceptedMessage> accepted = new LinkedBlockingQueue<>();

        Neighbours(Responders responders, Consumers consumers, SecretEnvelopes envelopes) {
            FakeServices fakes = new FakeServices(envelopes);
            responders.answer(Exchanges.AUTHENTICATION, request -> fakes.authenticate("", request));
            responders.answer(Exchanges.SENDER_CHECK, request -> FakeServices.done(check(request)));
            responders.answer(Exchanges.SPF, request -> fakes.checkSpf("", request));
            responders.answer(
                    Exchanges.DKIM_SIGN,
                    _ -> FakeServices.done(new SignReply.Signed(
                            List.of(Octets.wrap("DKIM-Signature: v=1\r\n".getBytes(ISO_8859_1))))));
            consumers.consume(
                    Topics.MAIL_ACCEPTED, "test", records -> records.forEach(record -> accepted.add(record.value())));
        }

        private static SenderCheckReply check(SenderCheckRequest request) {
            return request.account() == null
                    ? new SenderCheckReply.Refused(
                            SenderCheckReply.Identity.MAIL_FROM,
                            TestDirectory.address("anna@example.org"),
                            SenderCheckReply.Rule.LOGIN_REQUIRED)
                    : new SenderCheckReply.Permitted(null);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        CA.issue("localhost").writeInto(directory);
        TestDatabase database = TestServers.freshDatabase();
        Map<String, Object> settings = new HashMap<>();
        settings.put("server.port", 0);
        settings.put("letterlock.host-name", "mx.example.org");
        settings.put("letterlock.instance-key-file", directory.resolve("instance.key"));
        settings.put("letterlock.tls.certificate-file", directory.resolve("certificate.pem"));
        settings.put("letterlock.tls.key-file", directory.resolve("key.pem"));
        List.of("smtp", "submission", "smtps").forEach(port -> settings.put("letterlock.smtp.ports." + port, 0));
        settings.put("letterlock.smtp.address", "loopback");
        settings.put("letterlock.smtp.drain", "200ms");
        settings.put("spring.datasource.url", database.jdbcUrl());
        settings.put("spring.datasource.username", database.user());
        settings.put("spring.datasource.password", database.password());
        settings.put("spring.kafka.bootstrap-servers", TestServers.broker().bootstrapServers());
        TestServers.kafkaProperties().forEach((name, value) -> settings.put("spring.kafka.properties." + name, value));
        service = ServiceApplication.start(
                Application.class,
                "smtp-ingress",
                settings,
                context -> ((GenericApplicationContext) context).registerBean(Neighbours.class));
        neighbours = service.getBean(Neighbours.class);
        publish(Topics.DIRECTORY_DOMAINS, TestDirectory.DOMAIN.toString(), TestDirectory.domain());
        for (var account : TestDirectory.accounts()) {
            publish(Topics.DIRECTORY_ACCOUNTS, account.id().toString(), account);
        }
        for (var address : TestDirectory.addresses()) {
            publish(Topics.DIRECTORY_ADDRESSES, address.id().toString(), address);
        }
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @Tag("SVC-16")
    @Tag("SVC-8")
    @Tag("CFG-1")
    void aPortIsOpenOnlyWhileItsPolicySaysSoAndForWhomItSays() throws Exception {
        SmtpListeners listeners = service.getBean(SmtpListeners.class);
        publish(Topics.POLICY_SERVICES, "smtps", new ServicePolicy("smtps", false, null, 0, 0));
        assertThat(listeners.port("smtps")).isEmpty();

        IpGroupId nobody = new IpGroupId(UUID.randomUUID());
        publish(Topics.POLICY_IP_GROUPS, nobody.toString(), new IpGroup(nobody, "nobody", List.of()));
        publish(Topics.POLICY_SERVICES, "submission", new ServicePolicy("submission", true, nobody, 0, 0));
        await(() -> listeners.port("submission").isPresent());
        try (SmtpClient client = SmtpClient.inClear(listeners.port("submission").orElseThrow())) {
            client.expect("554 mx.example.org Access from your address is not permitted");
            client.expectClosed();
        }

        publish(
                Topics.POLICY_IP_GROUPS,
                nobody.toString(),
                new IpGroup(
                        nobody,
                        "here",
                        List.of(new IpGroup.Entry(new IpGroup.Match.Network("127.0.0.0", 8), true, ""))));
        await(() -> {
            try (SmtpClient client =
                    SmtpClient.inClear(listeners.port("submission").orElseThrow())) {
                return client.line().equals("220 mx.example.org ESMTP");
            }
        });
        publish(Topics.POLICY_SERVICES, "submission", new ServicePolicy("submission", false, null, 0, 0));
        await(() -> listeners.port("submission").isEmpty());
    }

    @Test
    @Tag("SMTP-7")
    void mailFromOutsideBecomesOneDurableRecord() throws Exception {
        try (SmtpClient client = open("smtp")) {
            client.ehlo();
            client.send("MAIL FROM:<anna@example.org>");
            client.expect("550 5.7.1 Authentication required to send from anna@example.org");
            String reply = client.deliver("joe@elsewhere.example", "team@example.org", MESSAGE);
            assertThat(reply).startsWith("250 2.0.0 Ok: queued as ");

            AcceptedMessage message = accepted(reply.substring(reply.lastIndexOf(' ') + 1));
            assertThat(message.service()).isEqualTo("smtp");
            assertThat(message.envelope().recipients()).hasSize(3);
            assertThat(opened(message, Reader.MAILSTORE))
                    .startsWith("Authentication-Results: mx.example.org; dkim=none\r\nReceived: from client.example")
                    .endsWith(MESSAGE);
            assertThat(opened(message, Reader.EGRESS)).endsWith(MESSAGE);
        }
    }

    @Test
    @Tag("TLS-4")
    @Tag("AUTH-1")
    @Tag("DKIM-30")
    void aSubmissionIsAskedAboutSignedAndAccepted() throws Exception {
        publish(Topics.POLICY_SERVICES, "submission", new ServicePolicy("submission", true, null, 0, 0));
        try (SmtpClient client = open("submission")) {
            client.ehlo();
            client.send("STARTTLS");
            client.expectPrefix("220");
            client.startTls(CA.clientContext());
            client.ehlo();
            client.send("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0");
            client.expect("235 2.7.0 Authentication successful");
            String big = "From: anna@example.org\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                    + ("y".repeat(76) + "\r\n").repeat(30_000);
            String reply = client.deliver("anna@example.org", "someone@third.example", big);
            assertThat(reply).startsWith("250 ");

            AcceptedMessage message = accepted(reply.substring(reply.lastIndexOf(' ') + 1));
            assertThat(message.authenticatedAs()).isEqualTo(TestDirectory.ANNA);
            assertThat(opened(message, Reader.EGRESS))
                    .startsWith("Authentication-Results: mx.example.org; auth=pass\r\n"
                            + "DKIM-Signature: v=1\r\nReceived: by mx.example.org with ESMTPSA")
                    .endsWith(("y".repeat(76) + "\r\n").repeat(30_000));
        }
    }

    @Test
    @Tag("CFG-7")
    @Tag("RELAY-1")
    @Tag("LIMIT-6")
    @Tag("LIMIT-7")
    void changedLimitsAndRelayRightsActOnTheOpenSession() throws Exception {
        LiveSettings live = service.getBean(LiveSettings.class);
        try (SmtpClient client = open("smtp")) {
            client.ehlo();
            client.send("MAIL FROM:<>");
            client.expectPrefix("250 2.1.0");
            client.send("RCPT TO:<someone@third.example>");
            client.expect("550 5.7.1 Relaying denied");

            publish(Topics.POLICY_RELAY, "relay", new RelayPolicy(RelayPolicy.Mode.OPEN, true, null));
            publish(
                    Topics.POLICY_SMTP_LIMITS,
                    "limits",
                    new SmtpLimits(1, 1_048_576, 10, 100, 8192, PeerLimits.DEFAULT));
            await(() -> live.relay().get().mode() == RelayPolicy.Mode.OPEN
                    && live.limits().get().maxRecipients() == 1);

            client.send("RCPT TO:<someone@third.example>");
            client.expectPrefix("250 2.1.5");
            client.send("RCPT TO:<another@third.example>");
            client.expect("452 4.5.3 Too many recipients");
            client.send("RSET");
            client.expectPrefix("250 2.0.0");
            client.send("MAIL FROM:<> SIZE=1048577");
            client.expect("552 5.3.4 Message too big");
        } finally {
            publish(Topics.POLICY_RELAY, "relay", RelayPolicy.DEFAULT);
            publish(Topics.POLICY_SMTP_LIMITS, "limits", SmtpLimits.DEFAULT);
            await(() -> live.relay().get().equals(RelayPolicy.DEFAULT)
                    && live.limits().get().equals(SmtpLimits.DEFAULT));
        }
    }

    private static SmtpClient open(String name) throws Exception {
        SmtpListeners listeners = service.getBean(SmtpListeners.class);
        publish(Topics.POLICY_SERVICES, name, new ServicePolicy(name, true, null, 0, 0));
        await(() -> listeners.port(name).isPresent());
        SmtpClient client = SmtpClient.inClear(listeners.port(name).orElseThrow());
        client.expect("220 mx.example.org ESMTP");
        return client;
    }

    private static AcceptedMessage accepted(String queueId) throws InterruptedException {
        for (AcceptedMessage next = neighbours.accepted.poll(20, SECONDS);
                next != null;
                next = neighbours.accepted.poll(20, SECONDS)) {
            if (next.queueId().toString().equals(queueId)) {
                return next;
            }
        }
        throw new AssertionError("no record " + queueId);
    }

    private static String opened(AcceptedMessage message, Reader reader) throws Exception {
        ContentOpener opener =
                new ContentOpener(service.getBean(Keyring.class), reader, service.getBean(ContentStore.class));
        try (InputStream in = opener.open(message.content(), opener.unwrap(message.content()))) {
            return new String(in.readAllBytes(), ISO_8859_1);
        }
    }

    private static <V> void publish(Topic<V> topic, String key, V value) throws Exception {
        service.getBean(TopicPublisher.class)
                .publish(topic, key, value)
                .toCompletableFuture()
                .get(20, SECONDS);
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
