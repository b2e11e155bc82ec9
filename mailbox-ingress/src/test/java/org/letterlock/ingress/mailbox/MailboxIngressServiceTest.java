package org.letterlock.ingress.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.ServerCertificate;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.access.TlsPolicy;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.mailbox.MailboxChanged;
import org.letterlock.frontend.FrontEndConfiguration;
import org.letterlock.ingress.mailbox.listener.ImapConfiguration;
import org.letterlock.ingress.mailbox.listener.ImapListeners;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.LetterlockService;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.kafka.Responders;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.mailbox.MailboxStoreClientConfiguration;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.KeyPairName;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.sealing.SecretEnvelopes;
import org.letterlock.service.tls.CertificateKeys;
import org.letterlock.testkit.TestCa;
import org.letterlock.testkit.TestCertificate;
import org.letterlock.testkit.TestDatabase;
import org.letterlock.testkit.TestServers;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** The service as it runs, with the broker and PostgreSQL that it runs on; mailboxes in memory, and a stand-in for auth-service. */
class MailboxIngressServiceTest {
    private static final AccountId ANNA = new AccountId(UUID.randomUUID());
    private static final TestCa CA = TestCa.create();

    @TempDir
    private static Path directory;

    private static ConfigurableApplicationContext service;
    private static FakeMailboxStore store;

    /** The service, with the private key of auth-service too, so that its stand-in can open what is sealed. */
    @LetterlockService(keys = ClassKey.TLS, owns = KeyPairName.AUTH)
    @Import({ImapConfiguration.class, FrontEndConfiguration.class, MailboxStoreClientConfiguration.class})
    static class Application {}

    /** Auth-service, which knows one account. */
    static final class Authentication {
        Authentication(Responders responders, SecretEnvelopes envelopes) {
            responders.answer(Exchanges.AUTHENTICATION, request -> {
                String said = request instanceof AuthenticationRequest.Begin begin && begin.initialResponse() != null
                        ? new String(envelopes.open(begin.initialResponse()), UTF_8)
                        : "";
                return CompletableFuture.completedFuture(
                        said.equals("\0anna@example.org\0secret")
                                ? new AuthenticationReply.Granted(ANNA, "anna@example.org", null, null)
                                : new AuthenticationReply.Refused(AuthenticationReply.Reason.CREDENTIALS));
            });
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
        settings.put("letterlock.imap.ports.imap", 0);
        settings.put("letterlock.imap.ports.imaps", 0);
        settings.put("letterlock.imap.address", "loopback");
        settings.put("letterlock.imap.drain-time", "200ms");
        settings.put("spring.datasource.url", database.jdbcUrl());
        settings.put("spring.datasource.username", database.user());
        settings.put("spring.datasource.password", database.password());
        settings.put("spring.kafka.bootstrap-servers", TestServers.broker().bootstrapServers());
        TestServers.kafkaProperties().forEach((name, value) -> settings.put("spring.kafka.properties." + name, value));
        service = ServiceApplication.start(Application.class, "mailbox-ingress", settings, context -> {
            var beans = (GenericApplicationContext) context;
            beans.registerBean(Authentication.class);
            beans.registerBean(FakeMailboxStore.class, () -> new FakeMailboxStore(change -> publishLater(change)));
        });
        store = service.getBean(FakeMailboxStore.class);
        publish(Topics.POLICY_SERVICES, "imap", new ServicePolicy("imap", true, null, 0, 0));
        publish(Topics.POLICY_SERVICES, "imaps", new ServicePolicy("imaps", true, null, 0, 0));
        await(() ->
                listeners().imapsPort().isPresent() && listeners().imapPort().isPresent());
    }

    private static void publishLater(MailboxChanged change) {
        var _ = service.getBean(TopicPublisher.class)
                .publish(Topics.MAILBOX_EVENTS, change.owner().toString(), change);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @Tag("AUTH-1")
    @Tag("AUTH-8")
    void aLoginIsDecidedOverTheBroker() throws Exception {
        try (TestClient client = connect()) {
            assertThat(client.ask("LOGIN anna@example.org wrong"))
                    .containsExactly("t NO [AUTHENTICATIONFAILED] Authentication failed");
            assertThat(client.ask("LOGIN anna@example.org secret"))
                    .last()
                    .asString()
                    .startsWith("t OK [CAPABILITY ");
        }
    }

    @Test
    @Tag("STORE-6")
    @Tag("IMAP-11")
    void anIdlingClientHearsOfADeliveryAtOnce() throws Exception {
        try (TestClient client = connect()) {
            client.ask("LOGIN anna@example.org secret");
            client.ask("SELECT INBOX");
            client.send("i IDLE\r\n");
            assertThat(client.line()).isEqualTo("+ idling");
            List<Long> millis = new ArrayList<>();
            for (int i = 1; i <= 41; i++) {
                long start = System.nanoTime();
                store.deliver(ANNA, "INBOX", "Subject: x\r\n\r\n");
                assertThat(client.line()).isEqualTo("* " + i + " EXISTS");
                client.line();
                millis.add((System.nanoTime() - start) / 1_000_000);
            }
            millis.sort(Long::compare);

            assertThat(millis.get(20)).as("median of %s", millis).isLessThan(50);
        }
    }

    @Test
    @Tag("CERT-5")
    @Tag("TLS-3")
    void certificatesAndRulesOfTlsHoldForNewHandshakesAndEndNoSession() throws Exception {
        UUID id = UUID.randomUUID();
        TestCertificate imported = CA.issue("imported.example");
        try (TestClient running = connect()) {
            publish(
                    Topics.POLICY_CERTIFICATES,
                    id.toString(),
                    new ServerCertificate(
                            id,
                            List.of(
                                    Octets.wrap(imported.chain().get(0).getEncoded()),
                                    Octets.wrap(imported.chain().get(1).getEncoded())),
                            CertificateKeys.seal(service.getBean(Sealer.class), id, imported.key()),
                            true));
            await(() -> shown("TLSv1.2").equals(Optional.of(imported.chain().getFirst())));

            publish(
                    Topics.POLICY_TLS,
                    "tls",
                    new TlsPolicy(TlsPolicy.Version.TLS_1_3, TlsPolicy.Version.TLS_1_2, false));
            await(() -> shown("TLSv1.2").isEmpty());
            assertThat(shown("TLSv1.3")).isPresent();

            assertThat(running.ask("NOOP")).last().asString().startsWith("t OK");
        }
        publish(Topics.POLICY_TLS, "tls", TlsPolicy.DEFAULT);
        publish(Topics.POLICY_CERTIFICATES, id.toString(), null);
        await(() -> shown("TLSv1.2").filter(imported.chain().getFirst()::equals).isEmpty());
    }

    /** What a client is shown that speaks this version; empty where no handshake comes about. */
    private static Optional<Certificate> shown(String version) {
        try (SSLSocket socket = (SSLSocket) CA.clientContext()
                .getSocketFactory()
                .createSocket("localhost", listeners().imapsPort().orElseThrow())) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return Optional.of(socket.getSession().getPeerCertificates()[0]);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Test
    @Tag("SVC-6")
    @Tag("CFG-1")
    void aDisabledServiceHasNoPort() throws Exception {
        int port = listeners().imapPort().orElseThrow();
        publish(Topics.POLICY_SERVICES, "imap", new ServicePolicy("imap", false, null, 0, 0));
        await(() -> listeners().imapPort().isEmpty());

        assertThat(catchThrowable(() -> new Socket("localhost", port))).isInstanceOf(ConnectException.class);

        publish(Topics.POLICY_SERVICES, "imap", new ServicePolicy("imap", true, null, 0, 0));
        await(() -> listeners().imapPort().isPresent());
    }

    @Test
    @Tag("SESS-6")
    void sessionsEndWhenTheirAccountIsDisabled() throws Exception {
        try (TestClient client = connect()) {
            client.ask("LOGIN anna@example.org secret");

            publish(Topics.DIRECTORY_ACCOUNTS, ANNA.toString(), account(false));

            assertThat(client.line()).isEqualTo("* BYE Account disabled");
        }
        publish(Topics.DIRECTORY_ACCOUNTS, ANNA.toString(), account(true));
    }

    private static AccountRecord account(boolean enabled) {
        return new AccountRecord(
                ANNA,
                new DomainId(UUID.randomUUID()),
                AddrSpec.parse("anna@example.org").require(),
                List.of(),
                "Anna",
                enabled,
                true,
                Role.USER,
                null,
                false,
                false);
    }

    private static ImapListeners listeners() {
        return service.getBean(ImapListeners.class);
    }

    private static TestClient connect() throws Exception {
        Socket socket = CA.clientContext()
                .getSocketFactory()
                .createSocket("localhost", listeners().imapsPort().orElseThrow());
        TestClient client = new TestClient(socket);
        assertThat(client.line()).startsWith("* OK ");
        return client;
    }

    private static <V> void publish(Topic<V> topic, String key, V value) throws Exception {
        service.getBean(TopicPublisher.class)
                .publish(topic, key, value)
                .toCompletableFuture()
                .get(10, SECONDS);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
