package org.letterlock.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.dkim.SignReply;
import org.letterlock.contracts.dkim.SignRequest;
import org.letterlock.contracts.event.AuditEvent;
import org.letterlock.contracts.event.DeliveryEvent;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Envelope;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.mail.Recipient.Notify;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.Responders;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.sealing.ContentSealer;
import org.letterlock.service.sealing.SealingContent;
import org.letterlock.service.web.Caller;
import org.letterlock.service.web.CallerSignature;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Principal;
import org.letterlock.testkit.FakeDns;
import org.letterlock.testkit.MutableClock;
import org.letterlock.testkit.TestCa;
import org.letterlock.testkit.TestDatabase;
import org.letterlock.testkit.TestServers;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The service as it runs, with the broker and PostgreSQL that it runs on, a clock that stands still and a DNS of its own. */
final class RunningEgress {
    static final String HOST_NAME = "out.example.org";
    /** Whom the service trusts to vouch for other servers. */
    static final TestCa CA = TestCa.create();

    static final String SIGNATURE = "DKIM-Signature: v=1\r\n";
    private static final long LONG_ENOUGH_MILLIS = 20_000;

    final MutableClock clock = MutableClock.at("2026-03-01T12:00:00Z");
    final FakeDns dns = FakeDns.start();
    final List<DeliveryEvent> events;
    final List<AcceptedMessage> accepted;
    final Observer observer;
    final ConfigurableApplicationContext service;
    private final DomainId own = new DomainId(UUID.randomUUID());
    final TestDatabase database = TestServers.freshDatabase();
    private final Map<String, Object> settings = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /** Sees what the service publishes. */
    static final class Observer {
        final List<DeliveryEvent> events = new CopyOnWriteArrayList<>();
        final List<AcceptedMessage> accepted = new CopyOnWriteArrayList<>();
        final List<SignRequest> signRequests = new CopyOnWriteArrayList<>();
        final List<AuditEvent> audited = new CopyOnWriteArrayList<>();
        final AtomicInteger refusedRequests = new AtomicInteger();
        volatile boolean signerIsAway;

        Observer(Consumers consumers, Responders responders) {
            responders.answerBlocking(Exchanges.DKIM_SIGN, this::sign);
            consumers.listen(Topics.AUDIT_EVENTS, records -> records.forEach(record -> audited.add(record.value())));
            consumers.listen(Topics.DELIVERY_EVENTS, records -> records.forEach(record -> events.add(record.value())));
            consumers.listen(Topics.MAIL_ACCEPTED, records -> records.forEach(record -> accepted.add(record.value())));
        }

        private SignReply sign(SignRequest request) {
            if (signerIsAway) {
                refusedRequests.incrementAndGet();
                throw new IllegalStateException("the signer is away");
            }
            signRequests.add(request);
            return new SignReply.Signed(List.of(Octets.wrap(SIGNATURE.getBytes(ISO_8859_1))));
        }
    }

    /** The one of this JVM: its topics and its keys belong together. */
    private static final RunningEgress ONE = start();

    static RunningEgress shared() {
        return ONE;
    }

    private static RunningEgress start() {
        try {
            RunningEgress egress = new RunningEgress(Files.createTempDirectory("letterlock-test-egress"));
            TestServers.closeAtTheEnd(egress.service::close);
            return egress;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    // As an operator adds an authority of his own: to those of the Java installation.
    private static void trust(Path store) throws Exception {
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("test-ca", CA.certificate());
        try (OutputStream out = Files.newOutputStream(store)) {
            authorities.store(out, "changeit".toCharArray());
        }
        System.setProperty("javax.net.ssl.trustStore", store.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
    }

    private RunningEgress(Path directory) throws Exception {
        trust(directory.resolve("authorities.p12"));
        settings.put("server.port", 0);
        settings.put("letterlock.host-name", HOST_NAME);
        settings.put("letterlock.instance-key-file", directory.resolve("instance.key"));
        settings.put("letterlock.dns.server", dns.address());
        settings.put("letterlock.egress.poll", "100ms");
        settings.put("spring.datasource.url", database.jdbcUrl());
        settings.put("spring.datasource.username", database.user());
        settings.put("spring.datasource.password", database.password());
        settings.put("spring.kafka.bootstrap-servers", TestServers.broker().bootstrapServers());
        TestServers.kafkaProperties().forEach((name, value) -> settings.put("spring.kafka.properties." + name, value));
        service = ServiceApplication.start(EgressApplication.class, "smtp-egress", settings, context -> {
            ((GenericApplicationContext) context).registerBean("clock", InstantSource.class, () -> clock);
            ((GenericApplicationContext) context).registerBean(Observer.class);
        });
        observer = service.getBean(Observer.class);
        events = observer.events;
        accepted = observer.accepted;
        publisher()
                .publish(
                        Topics.DIRECTORY_DOMAINS,
                        own.toString(),
                        new DomainRecord(own, new Domain("example.org"), List.of(), true, null, true))
                .toCompletableFuture()
                .get(10, SECONDS);
        await(() -> service.getBean(Directory.class).findDomain(own).isPresent());
    }

    /** An account of the suite's own domain, as soon as the service knows of it. */
    AccountId account(String address) throws Exception {
        AccountId id = new AccountId(UUID.randomUUID());
        AddrSpec parsed = AddrSpec.parse(address).require();
        publisher()
                .publish(
                        Topics.DIRECTORY_ACCOUNTS,
                        id.toString(),
                        new AccountRecord(id, own, parsed, List.of(), "", true, true, Role.USER, null, false, false))
                .toCompletableFuture()
                .get(10, SECONDS);
        await(() -> service.getBean(Directory.class).findAccount(id).isPresent());
        return id;
    }

    /** The report that was made for a sender with that local-part. */
    Optional<AcceptedMessage> reportTo(String localPart) {
        return accepted.stream()
                .filter(message -> message.service().equals("egress"))
                .filter(message -> message.envelope()
                        .recipients()
                        .getFirst()
                        .given()
                        .localPart()
                        .equals(localPart))
                .findFirst();
    }

    /** A second replica; the caller closes it. */
    ConfigurableApplicationContext startSecond() {
        return ServiceApplication.start(
                EgressApplication.class,
                "smtp-egress",
                settings,
                context ->
                        ((GenericApplicationContext) context).registerBean("clock", InstantSource.class, () -> clock));
    }

    TopicPublisher publisher() {
        return service.getBean(TopicPublisher.class);
    }

    /** A sender whose reports come back through this very service: logged in, with an address elsewhere. */
    static ReversePath sender(String address) {
        return new ReversePath.To(AddrSpec.parse(address).require());
    }

    static Recipient to(String address, Notify... notifyOn) {
        AddrSpec parsed = AddrSpec.parse(address).require();
        Set<Notify> conditions = EnumSet.noneOf(Notify.class);
        conditions.addAll(List.of(notifyOn));
        return new Recipient(parsed, new Destination.Remote(parsed), conditions, "rfc822;" + address);
    }

    /** A message that the ingress has accepted, published. */
    AcceptedMessage send(ReversePath sender, String prefix, String content, Recipient... recipients) throws Exception {
        return send(new Envelope(sender, null, null, List.of(recipients)), prefix, content);
    }

    AcceptedMessage send(Envelope envelope, String prefix, String content) throws Exception {
        SealingContent sealing = service.getBean(ContentSealer.class).start(Set.of(Reader.EGRESS));
        sealing.write(ByteBuffer.wrap(content.getBytes(ISO_8859_1)))
                .toCompletableFuture()
                .get(10, SECONDS);
        SealedContent sealed = sealing.finish(prefix.getBytes(ISO_8859_1))
                .toCompletableFuture()
                .get(10, SECONDS);
        AcceptedMessage message = new AcceptedMessage(
                new QueueId(UUID.randomUUID()),
                clock.instant(),
                envelope,
                sealed,
                "submission",
                "192.0.2.7",
                new AccountId(UUID.randomUUID()),
                content.chars().anyMatch(c -> c > 127));
        publish(message);
        return message;
    }

    void publish(AcceptedMessage message) throws Exception {
        publisher()
                .publish(Topics.MAIL_ACCEPTED, message.queueId().toString(), message)
                .toCompletableFuture()
                .get(10, SECONDS);
    }

    /** What became of the message, in order, as soon as there are so many events. */
    List<DeliveryEvent> awaitEvents(AcceptedMessage message, int count) {
        await(() -> eventsOf(message).size() >= count);
        return eventsOf(message);
    }

    List<DeliveryEvent> eventsOf(AcceptedMessage message) {
        return new ArrayList<>(events.stream()
                .filter(event -> event.queueId().equals(message.queueId()))
                .toList());
    }

    HttpResponse<String> call(String method, String path, String body, String ifMatch) throws IOException {
        int port = ((WebServerApplicationContext) service).getWebServer().getPort();
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        Caller caller = Caller.of(new Principal(
                new AccountId(UUID.randomUUID()),
                "admin@example.org",
                Role.FULL_ADMIN,
                UUID.randomUUID(),
                false,
                "192.0.2.9"));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", method.equals("PATCH") ? MergePatch.MEDIA_TYPE : "application/json")
                .header(
                        CallerSignature.HEADER,
                        service.getBean(CallerSignature.class).sign(caller, method, uri.getPath()))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    int status(String method, String path) {
        return status(method, path, "");
    }

    int status(String method, String path, String ifMatch) {
        try {
            return call(method, path, "", ifMatch).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String body(String path) {
        try {
            return call("GET", path, "", null).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets the routes: JSON of the rules. */
    void route(String rules) throws IOException {
        String tag = call("GET", "/api/v1/smtp/routes", "", null)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        HttpResponse<String> put = call("PUT", "/api/v1/smtp/routes", "{\"rules\":[" + rules + "]}", tag);
        if (put.statusCode() != 200) {
            throw new AssertionError(put.body());
        }
    }

    /** Mail exchangers of the DNS, at another port than 25. */
    static String viaMx(String pattern, int port) {
        return "{\"pattern\":\"" + pattern + "\",\"port\":" + port + "}";
    }

    static String viaHost(String pattern, int port) {
        return "{\"pattern\":\"" + pattern + "\",\"host\":\"127.0.0.1\",\"port\":" + port + "}";
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.currentTimeMillis() + LONG_ENOUGH_MILLIS;
        while (!condition.getAsBoolean()) {
            if (System.currentTimeMillis() > deadline) {
                throw new AssertionError("it did not come true");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
