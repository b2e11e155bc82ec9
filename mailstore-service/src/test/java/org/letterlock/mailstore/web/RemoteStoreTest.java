package org.letterlock.mailstore.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.letterlock.mailstore.MailstoreFixture.NOON;
import static org.letterlock.mailstore.MailstoreFixture.append;
import static org.letterlock.mailstore.MailstoreFixture.bean;
import static org.letterlock.mailstore.MailstoreFixture.done;
import static org.letterlock.mailstore.MailstoreFixture.inbox;
import static org.letterlock.mailstore.MailstoreFixture.jdbc;
import static org.letterlock.mailstore.MailstoreFixture.message;
import static org.letterlock.mailstore.MailstoreFixture.octets;
import static org.letterlock.mailstore.MailstoreFixture.open;
import static org.letterlock.mailstore.MailstoreFixture.refusal;
import static org.letterlock.mailstore.MailstoreFixture.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mailbox.Folder.SpecialUse;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.MailboxStore.Detail;
import org.letterlock.contracts.mailbox.MailboxStore.FlagChange;
import org.letterlock.contracts.mailbox.MailboxUnavailableException;
import org.letterlock.contracts.mailbox.MessageCorruptException;
import org.letterlock.contracts.mailbox.StoreResult.Refusal;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.search.SearchKey;
import org.letterlock.mailstore.MailstoreFixture;
import org.letterlock.mailstore.content.Contents;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.mailbox.RemoteMailboxStore;
import org.letterlock.service.mailbox.StoreProtocol;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.Sealer;

/** The store over HTTP answers as the store itself does. */
@Tag("SYS-1")
class RemoteStoreTest {
    private static final URI BASE = MailstoreFixture.base();
    private final MailboxStore remote =
            new RemoteMailboxStore(BASE, bean(Sealer.class), bean(RecordCodec.class), InstantSource.system());
    private AccountId anna;
    private FolderId inbox;

    @BeforeEach
    void anAccount() {
        anna = new AccountId(UUID.randomUUID());
        inbox = inbox(anna);
    }

    @Test
    void readsAsTheStoreDoes() {
        append(anna, "INBOX", message("one", "the body"), Flag.SEEN, new Flag("k"));
        append(
                anna,
                "INBOX",
                octets("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\n"
                        + "Content-Type: message/rfc822\r\n\r\nSubject: y\r\n\r\nz\r\n--b--\r\n"),
                Flag.DELETED);
        done(store().expunge(anna, inbox, UidSet.of(new Uid(1))));

        assertThat(remote.folders(anna)).isEqualTo(store().folders(anna));
        assertThat(remote.open(anna, "INBOX")).isEqualTo(store().open(anna, "INBOX"));
        assertThat(remote.status(anna, inbox)).isEqualTo(store().status(anna, inbox));
        assertThat(remote.changesSince(anna, inbox, new ModSeq(1)))
                .isEqualTo(store().changesSince(anna, inbox, new ModSeq(1)));
        for (Detail detail : Detail.values()) {
            assertThat(remote.messages(anna, inbox, UidSet.all(), detail))
                    .isEqualTo(store().messages(anna, inbox, UidSet.all(), detail))
                    .hasSize(2);
        }
        SearchKey key = new SearchKey.And(
                List.of(new SearchKey.Text("body"), new SearchKey.Not(new SearchKey.HasFlag(Flag.DELETED))));
        assertThat(remote.search(anna, inbox, key)).isEqualTo(UidSet.of(new Uid(1)));
        assertThat(refusal(remote.open(anna, "Nowhere"))).isEqualTo(Refusal.NONEXISTENT);
    }

    @Test
    void changesAsTheStoreDoes() {
        assertThat(done(remote.createFolder(anna, "Work/Plans", null)).name()).isEqualTo("Work/Plans");
        assertThat(refusal(remote.createFolder(anna, "x", SpecialUse.SENT))).isEqualTo(Refusal.CANNOT);
        assertThat(done(remote.renameFolder(anna, "Work", "Job")).name()).isEqualTo("Job");
        assertThat(done(remote.subscribe(anna, "Job", true)).subscribed()).isTrue();
        append(anna, "INBOX", message("a", "b"));
        append(anna, "INBOX", message("c", "d"));

        assertThat(done(remote.changeFlags(anna, inbox, UidSet.all(), FlagChange.ADD, Set.of(Flag.DELETED))))
                .allMatch(state -> state.flags().equals(Set.of(Flag.DELETED)));
        assertThat(done(remote.copy(anna, inbox, UidSet.all(), "Job")).uids()).hasSize(2);
        assertThat(done(remote.move(anna, inbox, UidSet.of(new Uid(1)), "Job")).uids())
                .containsEntry(new Uid(1), new Uid(3));
        assertThat(done(remote.expunge(anna, inbox, UidSet.all()))).isEqualTo(UidSet.of(new Uid(2)));
        assertThat(done(remote.deleteFolder(anna, "Job/Plans")).name()).isEqualTo("Job/Plans");
        assertThat(open(anna, "Job").status().messages()).isEqualTo(3);
    }

    @Test
    @Tag("STORE-3")
    void octetsTravelUnchangedBothWays() throws IOException {
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 1_500_000}) {
            byte[] message = new byte[size];
            random.nextBytes(message);

            Uid uid = done(remote.append(anna, "INBOX", Set.of(), NOON, size, new ByteArrayInputStream(message)))
                    .uid();

            try (InputStream whole = done(remote.read(anna, inbox, uid, 0, Long.MAX_VALUE));
                    InputStream part = done(remote.read(anna, inbox, uid, 1, 10))) {
                assertThat(whole.readAllBytes()).isEqualTo(message);
                assertThat(part.readAllBytes()).hasSize(Math.clamp(size - 1, 0, 10));
            }
        }
        assertThat(refusal(remote.append(anna, "Nowhere", Set.of(), NOON, 1, new ByteArrayInputStream(new byte[1]))))
                .isEqualTo(Refusal.NONEXISTENT);
    }

    @Test
    @Tag("KEY-7")
    void damageIsReportedAcrossTheNetwork() {
        append(anna, "INBOX", message("damaged", "x".repeat(150_000)));
        jdbc().sql("UPDATE content SET ciphertext = set_byte(ciphertext, 140000, get_byte(ciphertext, 140000) # 1)"
                        + " WHERE object_id = (SELECT object_id FROM message WHERE folder_id = ?)")
                .param(inbox.value())
                .update();
        bean(Contents.class).forgetAll();

        assertThatThrownBy(() ->
                        done(remote.read(anna, inbox, new Uid(1), 0, 1_000_000)).readAllBytes())
                .isInstanceOf(MessageCorruptException.class);
    }

    @Test
    @Tag("SYS-4")
    void aStoreThatIsNotThereIsUnavailable() {
        var nowhere = new RemoteMailboxStore(
                URI.create("http://127.0.0.1:1"), bean(Sealer.class), bean(RecordCodec.class), InstantSource.system());

        assertThatThrownBy(() -> nowhere.folders(anna)).isInstanceOf(MailboxUnavailableException.class);
    }

    @Test
    void requestsOfAnotherInstallationAndOldOnesAreRefused() {
        var foreign = new RemoteMailboxStore(
                BASE, new Sealer(Keyring.inMemory()), bean(RecordCodec.class), InstantSource.system());
        var late = new RemoteMailboxStore(
                BASE,
                bean(Sealer.class),
                bean(RecordCodec.class),
                () -> Instant.now().minus(Duration.ofMinutes(2)));

        assertThatThrownBy(() -> foreign.folders(anna)).isInstanceOf(MailboxUnavailableException.class);
        assertThatThrownBy(() -> late.folders(anna)).isInstanceOf(MailboxUnavailableException.class);
    }

    @Test
    void plainRequestsLearnNothing() throws Exception {
        HttpResponse<byte[]> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(BASE.resolve(StoreProtocol.PATH))
                                .header("Content-Type", StoreProtocol.CONTENT_TYPE)
                                .header(
                                        StoreProtocol.REQUEST_HEADER,
                                        UUID.randomUUID().toString())
                                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {0, 0, 0, 3, 1, 2, 3}))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEmpty();
    }
}
