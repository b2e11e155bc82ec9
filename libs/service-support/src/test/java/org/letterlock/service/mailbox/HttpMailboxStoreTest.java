package org.letterlock.service.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mailbox.Folder;
import org.letterlock.contracts.mailbox.FolderChanges;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.FolderSnapshot;
import org.letterlock.contracts.mailbox.FolderStatus;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.MailboxUnavailableException;
import org.letterlock.contracts.mailbox.MessageCorruptException;
import org.letterlock.contracts.mailbox.MessageState;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.contracts.mailbox.StoreResult.Done;
import org.letterlock.contracts.mailbox.StoreResult.Refusal;
import org.letterlock.contracts.mailbox.StoreResult.Refused;
import org.letterlock.contracts.mailbox.StoredMessage;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.mailbox.UidValidity;
import org.letterlock.imap.search.SearchKey;
import org.letterlock.mailsyntax.mime.MessageEnvelope;
import org.letterlock.mailsyntax.mime.MimePart;
import org.letterlock.mailsyntax.mime.MimeStructure;
import org.letterlock.service.LetterlockService;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.ServiceContextTest;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;

/** Every call of the mailbox store through a real server, to a store that says what the test wants. */
@Tag("SYS-1")
class HttpMailboxStoreTest {
    private static final AccountId OWNER = new AccountId(UUID.randomUUID());
    private static final FolderId FOLDER = new FolderId(UUID.randomUUID());
    private static final Uid ONE = new Uid(1);
    private static final Uid TWO = new Uid(4_000_000_000L);
    private static final UidSet UIDS = UidSet.of(ONE, new Uid(2), TWO);
    private static final UidValidity VALIDITY = new UidValidity(7);
    private static final Folder INBOX =
            new Folder(FOLDER, "Entwürfe/Neu", Folder.SpecialUse.DRAFTS, true, true, VALIDITY);
    private static final MessageState STATE =
            new MessageState(ONE, Set.of(Flag.SEEN, new Flag("$Work")), new ModSeq(9));
    private static final FolderStatus STATUS = new FolderStatus(VALIDITY, TWO, new ModSeq(9), 3, 2, 1, 5_000_000_000L);
    private static final Instant DATE = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final SearchKey KEY = new SearchKey.And(List.of(
            new SearchKey.Not(new SearchKey.HasFlag(Flag.SEEN)),
            new SearchKey.Or(
                    new SearchKey.Header("Subject", "grün"),
                    new SearchKey.InternalDate(SearchKey.DateRelation.SINCE, LocalDate.of(2026, 3, 1))),
            new SearchKey.UidIn(UIDS)));

    private static final ScriptedStore SCRIPT = new ScriptedStore();

    @TempDir
    static Path directory;

    private static ConfigurableApplicationContext context;
    private static MailboxStore remote;
    private static URI url;

    @LetterlockService
    @Import(MailboxStoreServer.class)
    static class StoreApplication {
        @Bean
        MailboxStore mailboxStore() {
            return SCRIPT.asStore();
        }
    }

    @BeforeAll
    static void start() {
        context = ServiceApplication.start(
                StoreApplication.class, "store-service", ServiceContextTest.properties(directory));
        url = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
        remote = store(url, context.getBean(Sealer.class));
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    record Case(String name, Function<MailboxStore, Object> call, Object answer, List<Object> arguments) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("folders", store -> store.folders(OWNER), List.of(INBOX), List.of(OWNER)),
                new Case(
                        "createFolder",
                        store -> store.createFolder(OWNER, "a", null),
                        new Done<>(INBOX),
                        Arrays.asList(OWNER, "a", null)),
                new Case(
                        "deleteFolder",
                        store -> store.deleteFolder(OWNER, "a"),
                        new Refused<>(Refusal.HAS_CHILDREN),
                        List.of(OWNER, "a")),
                new Case(
                        "renameFolder",
                        store -> store.renameFolder(OWNER, "a", "b"),
                        new Done<>(INBOX),
                        List.of(OWNER, "a", "b")),
                new Case(
                        "subscribe",
                        store -> store.subscribe(OWNER, "a", true),
                        new Done<>(INBOX),
                        List.of(OWNER, "a", true)),
                new Case("status", store -> store.status(OWNER, FOLDER), new Done<>(STATUS), List.of(OWNER, FOLDER)),
                new Case(
                        "open",
                        store -> store.open(OWNER, "a"),
                        new Done<>(new FolderSnapshot(INBOX, STATUS, UIDS, null, Set.of(new Flag("$Work")))),
                        List.of(OWNER, "a")),
                new Case(
                        "changesSince",
                        store -> store.changesSince(OWNER, FOLDER, new ModSeq(3)),
                        new Done<>(new FolderChanges(new ModSeq(9), List.of(STATE), UIDS)),
                        List.of(OWNER, FOLDER, new ModSeq(3))),
                new Case(
                        "messages",
                        store -> store.messages(OWNER, FOLDER, UIDS, MailboxStore.Detail.STATE),
                        List.of(
                                new StoredMessage(STATE, DATE, 5_000_000_000L, null),
                                new StoredMessage(STATE, DATE, 100, structure())),
                        List.of(OWNER, FOLDER, UIDS, MailboxStore.Detail.STATE)),
                new Case("search", store -> store.search(OWNER, FOLDER, KEY), UIDS, List.of(OWNER, FOLDER, KEY)),
                new Case(
                        "changeFlags",
                        store -> store.changeFlags(
                                OWNER, FOLDER, UIDS, MailboxStore.FlagChange.ADD, Set.of(Flag.DELETED)),
                        new Done<>(List.of(STATE)),
                        List.of(OWNER, FOLDER, UIDS, MailboxStore.FlagChange.ADD, Set.of(Flag.DELETED))),
                new Case(
                        "copy",
                        store -> store.copy(OWNER, FOLDER, UIDS, "b"),
                        new Done<>(new MailboxStore.Copied(FOLDER, VALIDITY, Map.of(ONE, TWO))),
                        List.of(OWNER, FOLDER, UIDS, "b")),
                new Case(
                        "move",
                        store -> store.move(OWNER, FOLDER, UIDS, "b"),
                        new Refused<>(Refusal.OVER_QUOTA),
                        List.of(OWNER, FOLDER, UIDS, "b")),
                new Case(
                        "expunge",
                        store -> store.expunge(OWNER, FOLDER, UidSet.all()),
                        new Done<>(UidSet.empty()),
                        List.of(OWNER, FOLDER, UidSet.all())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void argumentsAndAnswersArriveAsTheyWere(Case each) throws Exception {
        SCRIPT.next(_ -> each.answer());

        Object answer = each.call().apply(remote);

        assertThat(answer).isEqualTo(each.answer());
        assertThat(SCRIPT.called.take()).isEqualTo(each.name());
        assertThat(SCRIPT.arguments.take()).isEqualTo(each.arguments());
    }

    @Test
    void everyMethodHasACase() {
        Set<String> streams = Set.of("read", "append");

        assertThat(Arrays.stream(MailboxStore.class.getDeclaredMethods())
                        .map(Method::getName)
                        .filter(name -> !streams.contains(name)))
                .containsExactlyInAnyOrderElementsOf(cases().map(Case::name).toList());
    }

    @Test
    void contentIsReadWholeWhateverItsSize() throws Exception {
        for (int size : new int[] {0, 1, 70_000, 3_000_000}) {
            byte[] content = random(size);
            SCRIPT.next(_ -> new Done<InputStream>(new ByteArrayInputStream(content)));

            StoreResult<InputStream> read = remote.read(OWNER, FOLDER, ONE, 3, 9);

            try (InputStream in = ((Done<InputStream>) read).value()) {
                assertThat(in.readAllBytes()).isEqualTo(content);
            }
            SCRIPT.called.take();
            assertThat(SCRIPT.arguments.take()).isEqualTo(List.of(OWNER, FOLDER, ONE, 3L, 9L));
        }
    }

    @Test
    void contentThatBreaksOffIsNotTakenForWhole() {
        SCRIPT.next(_ -> new Done<InputStream>(new InputStream() {
            private int left = 200_000;

            @Override
            public int read() throws IOException {
                if (left == 0) {
                    throw new IOException("the disk is gone");
                }
                left--;
                return 'x';
            }
        }));

        StoreResult<InputStream> read = remote.read(OWNER, FOLDER, ONE, 0, 9);

        assertThatThrownBy(() -> ((Done<InputStream>) read).value().readAllBytes())
                .isInstanceOf(IOException.class);
        SCRIPT.forget();
    }

    @Test
    void appendedContentArrivesWhole() throws Exception {
        for (int size : new int[] {0, 1, 70_000, 3_000_000}) {
            byte[] content = random(size);
            var appended = new MailboxStore.Appended(FOLDER, VALIDITY, ONE);
            LinkedBlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
            SCRIPT.next(arguments -> {
                try {
                    arrived.add(((InputStream) arguments.get(5)).readAllBytes());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                return new Done<>(appended);
            });

            var result =
                    remote.append(OWNER, "INBOX", Set.of(Flag.SEEN), DATE, size, new ByteArrayInputStream(content));

            assertThat(result).isEqualTo(new Done<>(appended));
            assertThat(arrived.take()).isEqualTo(content);
            SCRIPT.called.take();
            assertThat(SCRIPT.arguments.take().subList(0, 5))
                    .isEqualTo(List.of(OWNER, "INBOX", Set.of(Flag.SEEN), DATE, (long) size));
        }
    }

    @Test
    void anAppendThatIsRefusedBeforeItWasReadSaysWhy() {
        SCRIPT.next(_ -> new Refused<>(Refusal.TOO_BIG));

        assertThat(remote.append(OWNER, "INBOX", Set.of(), DATE, 9_000_000, new ByteArrayInputStream(random(500_000))))
                .isEqualTo(new Refused<>(Refusal.TOO_BIG));
        SCRIPT.forget();
    }

    @Test
    void anAppendWhoseContentBreaksOffFails() {
        SCRIPT.next(arguments -> {
            try {
                ((InputStream) arguments.get(5)).readAllBytes();
                return new Done<>(new MailboxStore.Appended(FOLDER, VALIDITY, ONE));
            } catch (IOException e) {
                throw new DataAccessResourceFailureException("broken off", e);
            }
        });

        assertThatThrownBy(() -> remote.append(OWNER, "INBOX", Set.of(), DATE, 9, new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("the client is gone");
                    }
                }))
                .isInstanceOf(MailboxUnavailableException.class);
        SCRIPT.forget();
    }

    @Test
    @Tag("KEY-7")
    void aCorruptMessageIsToldAsSuch() {
        ObjectId object = new ObjectId(UUID.randomUUID());
        SCRIPT.next(_ -> {
            throw new MessageCorruptException(object, new IOException("tag"));
        });

        assertThatThrownBy(() -> remote.read(OWNER, FOLDER, ONE, 0, 9))
                .isInstanceOfSatisfying(
                        MessageCorruptException.class,
                        e -> assertThat(e.object()).isEqualTo(object));
        SCRIPT.forget();
    }

    @Test
    @Tag("SYS-4")
    void troubleThereIsUnavailableHere() {
        SCRIPT.next(_ -> {
            throw new MailboxUnavailableException("no database", new IOException("x"));
        });

        assertThatThrownBy(() -> remote.folders(OWNER)).isInstanceOf(MailboxUnavailableException.class);
        assertThatThrownBy(() -> store(URI.create("http://127.0.0.1:1"), context.getBean(Sealer.class))
                        .folders(OWNER))
                .isInstanceOf(MailboxUnavailableException.class);
        SCRIPT.forget();
    }

    @Test
    void whoDoesNotHoldTheKeyringGetsNothing() throws Exception {
        MailboxStore stranger = store(url, new Sealer(Keyring.inMemory()));

        assertThatThrownBy(() -> stranger.folders(OWNER))
                .isInstanceOf(MailboxUnavailableException.class)
                .hasRootCauseMessage("the mailbox store answered 403");
        var plain = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(url.resolve(MailboxStoreController.PATH))
                                .POST(HttpRequest.BodyPublishers.ofString("\0\0\0\3abc"))
                                .build(),
                        BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(plain.statusCode()).isEqualTo(403);
    }

    private static MailboxStore store(URI at, Sealer sealer) {
        return new HttpMailboxStore(at, new CallSealing(new RecordCodec(), sealer, InstantSource.system()));
    }

    private static MimeStructure structure() {
        var anna = new MessageEnvelope.EnvelopeAddress("Anna Müller", "anna", "example.org");
        var envelope = new MessageEnvelope(
                "Sun, 1 Mar 2026 12:00:00 +0000",
                "Grüße",
                List.of(anna),
                List.of(),
                List.of(),
                List.of(new MessageEnvelope.EnvelopeAddress(null, "group", null)),
                List.of(),
                List.of(),
                null,
                "<1@example.org>");
        var text = new MimePart(
                100,
                150,
                200,
                3,
                "text",
                "plain",
                Map.of("charset", "utf-8"),
                null,
                null,
                "8bit",
                null,
                null,
                Map.of(),
                List.of("de"),
                null,
                null,
                List.of());
        var inner = new MimePart(
                200,
                250,
                900,
                30,
                "message",
                "rfc822",
                Map.of(),
                "<id>",
                "d",
                "7bit",
                "md5",
                "attachment",
                Map.of("filename", "a.eml"),
                List.of(),
                "loc",
                envelope,
                List.of(text));
        return new MimeStructure(
                envelope,
                new MimePart(
                        0,
                        90,
                        900,
                        40,
                        "multipart",
                        "mixed",
                        Map.of("boundary", "b"),
                        null,
                        null,
                        "7bit",
                        null,
                        null,
                        Map.of(),
                        List.of(),
                        null,
                        null,
                        List.of(text, inner)));
    }

    private static byte[] random(int size) {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }

    /** Gives the answer that was scripted, and remembers what it was asked. */
    private static final class ScriptedStore {
        private final LinkedBlockingQueue<Function<List<Object>, Object>> answers = new LinkedBlockingQueue<>();
        private final LinkedBlockingQueue<String> called = new LinkedBlockingQueue<>();
        private final LinkedBlockingQueue<List<Object>> arguments = new LinkedBlockingQueue<>();

        void next(Function<List<Object>, Object> answer) {
            answers.add(answer);
        }

        void forget() {
            answers.clear();
            called.clear();
            arguments.clear();
        }

        MailboxStore asStore() {
            return (MailboxStore) Proxy.newProxyInstance(
                    MailboxStore.class.getClassLoader(),
                    new Class<?>[] {MailboxStore.class},
                    (proxy, method, given) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return method.getName().equals("hashCode")
                                    ? (Object) System.identityHashCode(proxy)
                                    : method.getName().equals("equals")
                                            ? (Object) (proxy == given[0])
                                            : "ScriptedStore";
                        }
                        called.add(method.getName());
                        arguments.add(Arrays.asList(given));
                        return answers.remove().apply(Arrays.asList(given));
                    });
        }
    }
}
