package org.letterlock.mailstore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Envelope;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.contracts.mailbox.Folder;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.FolderSnapshot;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.MailboxStore.Appended;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.sealing.ContentSealer;
import org.letterlock.service.sealing.SealingContent;
import org.letterlock.testkit.TestDatabase;
import org.letterlock.testkit.TestServers;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The service as it runs, on the broker and PostgreSQL that it runs on; one for all tests of this JVM. */
public final class MailstoreFixture {
    public static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ConfigurableApplicationContext SERVICE = start();

    private MailstoreFixture() {}

    public static <T> T bean(Class<T> type) {
        return SERVICE.getBean(type);
    }

    /** Where the service answers HTTP. */
    public static URI base() {
        int port = ((WebServerApplicationContext) SERVICE).getWebServer().getPort();
        return URI.create("http://127.0.0.1:" + port);
    }

    public static MailboxStore store() {
        return bean(MailboxStore.class);
    }

    public static JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    /** An account that the directory knows. */
    public static AccountId account() {
        AccountId account = new AccountId(UUID.randomUUID());
        announce(account);
        return account;
    }

    public static void announce(AccountId account) {
        var record = new AccountRecord(
                account,
                new DomainId(UUID.randomUUID()),
                address(account),
                List.of(),
                "Somebody",
                true,
                true,
                Role.USER,
                null,
                false,
                false);
        publish(account, record);
        await(() -> bean(Directory.class).findAccount(account).isPresent());
    }

    public static void remove(AccountId account) {
        bean(TopicPublisher.class)
                .publish(Topics.DIRECTORY_ACCOUNTS, account.toString(), null)
                .toCompletableFuture()
                .join();
        await(() -> bean(Directory.class).findAccount(account).isEmpty());
    }

    public static AddrSpec address(AccountId account) {
        return new AddrSpec("u" + account, new Domain("example.org"));
    }

    /** A message as an ingress would have sealed it. */
    public static AcceptedMessage accepted(byte[] message, AccountId... recipients) {
        return accepted(new byte[0], message, recipients);
    }

    public static AcceptedMessage accepted(byte[] prefix, byte[] message, AccountId... recipients) {
        SealingContent sealing = bean(ContentSealer.class).start(Set.of(Reader.MAILSTORE));
        for (int offset = 0; offset < message.length; offset += 50_000) {
            int length = Math.min(50_000, message.length - offset);
            sealing.write(ByteBuffer.wrap(message, offset, length))
                    .toCompletableFuture()
                    .join();
        }
        SealedContent content = sealing.finish(prefix).toCompletableFuture().join();
        List<Recipient> copies = List.of(recipients).stream()
                .map(account -> new Recipient(address(account), new Destination.LocalMailbox(account), Set.of(), null))
                .toList();
        return new AcceptedMessage(
                new QueueId(UUID.randomUUID()),
                NOON,
                new Envelope(new ReversePath.Null(), null, null, copies),
                content,
                "smtp",
                "192.0.2.1",
                null,
                true);
    }

    public static void publish(AcceptedMessage accepted) {
        bean(TopicPublisher.class)
                .publish(Topics.MAIL_ACCEPTED, accepted.queueId().toString(), accepted)
                .toCompletableFuture()
                .join();
    }

    private static void publish(AccountId account, AccountRecord record) {
        bean(TopicPublisher.class)
                .publish(Topics.DIRECTORY_ACCOUNTS, account.toString(), record)
                .toCompletableFuture()
                .join();
    }

    public static byte[] trace(AccountId account) {
        return octets("Return-Path: <>\r\nDelivered-To: " + address(account).format() + "\r\n");
    }

    public static byte[] octets(String text) {
        return text.getBytes(ISO_8859_1);
    }

    public static byte[] message(String subject, String body) {
        return octets("From: Anna <anna@example.org>\r\nTo: ben@example.org\r\nSubject: " + subject
                + "\r\nDate: Fri, 1 May 2026 10:00:00 +0200\r\nMessage-ID: <" + UUID.randomUUID()
                + "@example.org>\r\n\r\n" + body + "\r\n");
    }

    public static FolderSnapshot open(AccountId owner, String folder) {
        return done(store().open(owner, folder));
    }

    public static FolderId inbox(AccountId owner) {
        return open(owner, "INBOX").folder().id();
    }

    public static Uid append(AccountId owner, String folder, byte[] message, Flag... flags) {
        StoreResult<Appended> result =
                store().append(owner, folder, Set.of(flags), NOON, message.length, new ByteArrayInputStream(message));
        return done(result).uid();
    }

    public static Folder create(AccountId owner, String name) {
        return done(store().createFolder(owner, name, null));
    }

    public static byte[] read(AccountId owner, FolderId folder, Uid uid) {
        return read(owner, folder, uid, 0, Long.MAX_VALUE);
    }

    public static byte[] read(AccountId owner, FolderId folder, Uid uid, long offset, long length) {
        try (InputStream octets = done(store().read(owner, folder, uid, offset, length))) {
            return octets.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static <T> T done(StoreResult<T> result) {
        if (result instanceof StoreResult.Done<T>(T value)) {
            return value;
        }
        throw new AssertionError("refused: " + result);
    }

    public static StoreResult.Refusal refusal(StoreResult<?> result) {
        if (result instanceof StoreResult.Refused<?>(StoreResult.Refusal refusal)) {
            return refusal;
        }
        throw new AssertionError("not refused: " + result);
    }

    /** Waits for what another thread does; there is no event to wait for instead. */
    public static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen within " + PATIENCE);
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static ConfigurableApplicationContext start() {
        return start(TestServers.freshDatabase());
    }

    /** The service on another database. */
    static ConfigurableApplicationContext start(TestDatabase database) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("server.port", 0);
        settings.put("letterlock.host-name", "mx.example.org");
        try {
            settings.put(
                    "letterlock.instance-key-file",
                    Files.createTempDirectory("mailstore-test").resolve("instance.key"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.put("spring.datasource.url", database.jdbcUrl());
        settings.put("spring.datasource.username", database.user());
        settings.put("spring.datasource.password", database.password());
        settings.put("spring.kafka.bootstrap-servers", TestServers.broker().bootstrapServers());
        TestServers.kafkaProperties().forEach((name, value) -> settings.put("spring.kafka.properties." + name, value));
        return ServiceApplication.start(MailstoreApplication.class, MailstoreApplication.NAME, settings);
    }
}
