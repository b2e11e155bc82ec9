package org.letterlock.mailstore.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.letterlock.mailstore.MailstoreFixture.NOON;
import static org.letterlock.mailstore.MailstoreFixture.append;
import static org.letterlock.mailstore.MailstoreFixture.create;
import static org.letterlock.mailstore.MailstoreFixture.done;
import static org.letterlock.mailstore.MailstoreFixture.inbox;
import static org.letterlock.mailstore.MailstoreFixture.jdbc;
import static org.letterlock.mailstore.MailstoreFixture.message;
import static org.letterlock.mailstore.MailstoreFixture.octets;
import static org.letterlock.mailstore.MailstoreFixture.open;
import static org.letterlock.mailstore.MailstoreFixture.read;
import static org.letterlock.mailstore.MailstoreFixture.refusal;
import static org.letterlock.mailstore.MailstoreFixture.store;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mailbox.FolderChanges;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.FolderSnapshot;
import org.letterlock.contracts.mailbox.FolderStatus;
import org.letterlock.contracts.mailbox.MailboxStore.Copied;
import org.letterlock.contracts.mailbox.MailboxStore.Detail;
import org.letterlock.contracts.mailbox.MailboxStore.FlagChange;
import org.letterlock.contracts.mailbox.MessageState;
import org.letterlock.contracts.mailbox.StoreResult.Refusal;
import org.letterlock.contracts.mailbox.StoredMessage;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;

class MessagesTest {
    private static final Flag FORWARDED = new Flag("$Forwarded");
    private static final Flag PROJECT = new Flag("Project-X");

    private AccountId anna;
    private FolderId inbox;

    @BeforeEach
    void anAccount() {
        anna = new AccountId(UUID.randomUUID());
        inbox = inbox(anna);
    }

    private static Uid uid(long value) {
        return new Uid(value);
    }

    private FolderStatus status() {
        return done(store().status(anna, inbox));
    }

    private Set<Flag> flags(Uid uid) {
        return store().messages(anna, inbox, UidSet.of(uid), Detail.STATE)
                .getFirst()
                .state()
                .flags();
    }

    @Test
    @Tag("STORE-3")
    @Tag("ENC-9")
    void appendedOctetsComeBackWholeAndInParts() {
        Random random = new Random(4711);
        for (int size : new int[] {0, 1, 100, 65_536, 262_144, 262_145, 700_000}) {
            byte[] message = new byte[size];
            random.nextBytes(message);

            Uid uid = append(anna, "INBOX", message);

            assertThat(read(anna, inbox, uid)).isEqualTo(message);
            int offset = size / 3;
            int length = size / 2;
            byte[] part = java.util.Arrays.copyOfRange(message, offset, Math.min(size, offset + length));
            assertThat(read(anna, inbox, uid, offset, length)).isEqualTo(part);
            assertThat(read(anna, inbox, uid, size, 10)).isEmpty();
        }
    }

    @Test
    void anUploadOfAnotherSizeThanAnnouncedIsNotStored() {
        byte[] message = message("short", "x");

        assertThatThrownBy(() -> store().append(
                                anna, "INBOX", Set.of(), NOON, message.length + 1, new ByteArrayInputStream(message)))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(status().messages()).isZero();
        assertThat(refusal(store().append(anna, "Nowhere", Set.of(), NOON, 1, new ByteArrayInputStream(message))))
                .isEqualTo(Refusal.NONEXISTENT);
    }

    @Test
    @Tag("IMAP-8")
    void structureHasTheOffsetsOfTheOctets() {
        byte[] message = message("Structure", "the body");
        Uid uid = append(anna, "INBOX", message, Flag.SEEN);

        StoredMessage stored =
                store().messages(anna, inbox, UidSet.all(), Detail.STRUCTURE).getFirst();

        assertThat(stored.state().uid()).isEqualTo(uid);
        assertThat(stored.internalDate()).isEqualTo(NOON);
        assertThat(stored.size()).isEqualTo(message.length);
        assertThat(stored.structure()).isNotNull();
        assertThat(stored.structure().envelope().subject()).isEqualTo("Structure");
        var root = stored.structure().root();
        assertThat(new String(read(anna, inbox, uid, root.bodyStart(), root.bodySize()), ISO_8859_1))
                .isEqualTo("the body\r\n");
        assertThat(store().messages(anna, inbox, UidSet.all(), Detail.STATE)
                        .getFirst()
                        .structure())
                .isNull();
    }

    @Test
    @Tag("STORE-4")
    void snapshotTellsUidsCountsAndTheFirstUnseen() {
        append(anna, "INBOX", octets("a"), Flag.SEEN);
        append(anna, "INBOX", octets("bb"), FORWARDED);
        append(anna, "INBOX", octets("ccc"), Flag.DELETED, PROJECT);

        FolderSnapshot snapshot = open(anna, "inbox");

        assertThat(snapshot.uids()).isEqualTo(UidSet.between(uid(1), uid(3)));
        assertThat(snapshot.firstUnseen()).isEqualTo(uid(2));
        assertThat(snapshot.keywords()).containsExactlyInAnyOrder(FORWARDED, PROJECT);
        assertThat(snapshot.status().uidNext()).isEqualTo(uid(4));
        assertThat(snapshot.status().messages()).isEqualTo(3);
        assertThat(snapshot.status().unseen()).isEqualTo(2);
        assertThat(snapshot.status().deleted()).isEqualTo(1);
        assertThat(snapshot.status().size()).isEqualTo(6);
        assertThat(snapshot.status()).isEqualTo(status());
    }

    @Test
    void changesFlagsOfThoseThatExist() {
        append(anna, "INBOX", octets("a"));
        append(anna, "INBOX", octets("b"), Flag.FLAGGED, PROJECT);

        List<MessageState> added = done(store().changeFlags(
                        anna, inbox, UidSet.all(), FlagChange.ADD, Set.of(Flag.SEEN, new Flag("PROJECT-x"))));

        assertThat(added.stream().map(MessageState::uid)).containsExactly(uid(1), uid(2));
        assertThat(flags(uid(1))).containsExactlyInAnyOrder(Flag.SEEN, PROJECT);
        assertThat(flags(uid(2))).containsExactlyInAnyOrder(Flag.SEEN, Flag.FLAGGED, PROJECT);
        assertThat(status().unseen()).isZero();

        done(store().changeFlags(
                        anna,
                        inbox,
                        UidSet.of(uid(2)),
                        FlagChange.REMOVE,
                        Set.of(Flag.SEEN, PROJECT, new Flag("unknown"))));
        assertThat(flags(uid(2))).containsExactly(Flag.FLAGGED);
        assertThat(status().unseen()).isEqualTo(1);

        done(store().changeFlags(anna, inbox, UidSet.of(uid(1)), FlagChange.REPLACE, Set.of(Flag.DELETED, FORWARDED)));
        assertThat(flags(uid(1))).containsExactlyInAnyOrder(Flag.DELETED, FORWARDED);
        assertThat(status().deleted()).isEqualTo(1);

        done(store().changeFlags(anna, inbox, UidSet.of(uid(1)), FlagChange.REPLACE, Set.of()));
        assertThat(flags(uid(1))).isEmpty();
        assertThat(done(store().changeFlags(anna, inbox, UidSet.of(uid(9)), FlagChange.ADD, Set.of(Flag.SEEN))))
                .isEmpty();
    }

    @Test
    @Tag("STORE-4")
    void onlyARealChangeRaisesTheModSeq() {
        append(anna, "INBOX", octets("a"), Flag.SEEN);
        ModSeq before = status().highestModSeq();

        List<MessageState> same =
                done(store().changeFlags(anna, inbox, UidSet.all(), FlagChange.ADD, Set.of(Flag.SEEN)));
        ModSeq unchanged = status().highestModSeq();
        List<MessageState> other =
                done(store().changeFlags(anna, inbox, UidSet.all(), FlagChange.ADD, Set.of(Flag.DRAFT)));

        assertThat(unchanged).isEqualTo(before);
        assertThat(same.getFirst().modSeq()).isEqualTo(before);
        assertThat(other.getFirst().modSeq()).isGreaterThan(before).isEqualTo(status().highestModSeq());
    }

    @Test
    @Tag("IMAP-6")
    void aFolderTakes256UserKeywordsBesideTheRegisteredOnes() {
        append(anna, "INBOX", octets("a"));
        Set<Flag> many = new HashSet<>();
        for (int i = 0; i < 256; i++) {
            many.add(new Flag("keyword" + i));
        }
        many.add(FORWARDED);
        done(store().changeFlags(anna, inbox, UidSet.all(), FlagChange.ADD, many));

        Set<Flag> oneMore = Set.of(new Flag("one-more"));

        assertThat(refusal(store().changeFlags(anna, inbox, UidSet.all(), FlagChange.ADD, oneMore)))
                .isEqualTo(Refusal.LIMIT);
        assertThat(flags(uid(1))).isEqualTo(many);
        done(store().changeFlags(anna, inbox, UidSet.all(), FlagChange.ADD, Set.of(new Flag("$junk"))));
    }

    @Test
    @Tag("STORE-7")
    void copiesAreTheSameContentWithFlagsAndDates() {
        create(anna, "Work");
        byte[] message = message("copied", "x".repeat(3000));
        append(anna, "INBOX", message, Flag.SEEN, PROJECT);
        append(anna, "INBOX", octets("other"));

        Copied copied = done(store().copy(anna, inbox, UidSet.between(uid(1), uid(9)), "Work"));

        assertThat(copied.uids())
                .containsExactlyEntriesOf(new java.util.TreeMap<>(Map.of(uid(1), uid(1), uid(2), uid(2))));
        FolderSnapshot work = open(anna, "Work");
        assertThat(copied.target()).isEqualTo(work.folder().id());
        assertThat(copied.uidValidity()).isEqualTo(work.folder().uidValidity());
        assertThat(work.status().messages()).isEqualTo(2);
        assertThat(work.status().unseen()).isEqualTo(1);
        assertThat(work.keywords()).containsExactly(PROJECT);
        assertThat(read(anna, work.folder().id(), uid(1))).isEqualTo(message);
        assertThat(jdbc().sql("SELECT count(DISTINCT object_id) FROM message WHERE folder_id IN (?, ?)")
                        .params(inbox.value(), work.folder().id().value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        assertThat(refusal(store().copy(anna, inbox, UidSet.all(), "Nowhere"))).isEqualTo(Refusal.NONEXISTENT);
        assertThat(done(store().copy(anna, inbox, UidSet.of(uid(77)), "Work")).uids())
                .isEmpty();
    }

    @Test
    void moveTakesMessagesFromOneFolderToTheOther() {
        create(anna, "Work");
        append(anna, "Work", octets("was there"));
        byte[] message = message("moved", "y");
        append(anna, "INBOX", octets("stays"));
        append(anna, "INBOX", message, Flag.FLAGGED);
        ModSeq before = status().highestModSeq();

        Copied moved = done(store().move(anna, inbox, UidSet.of(uid(2)), "Work"));

        assertThat(moved.uids()).isEqualTo(Map.of(uid(2), uid(2)));
        assertThat(read(anna, moved.target(), uid(2))).isEqualTo(message);
        assertThat(open(anna, "INBOX").uids()).isEqualTo(UidSet.of(uid(1)));
        assertThat(status().messages()).isEqualTo(1);
        assertThat(done(store().changesSince(anna, inbox, before)).vanished()).isEqualTo(UidSet.of(uid(2)));
        assertThat(read(anna, inbox, uid(2))).isEmpty();
    }

    @Test
    void moveWithinAFolderGivesNewUids() {
        append(anna, "INBOX", octets("one"));
        append(anna, "INBOX", octets("two"));

        Copied moved = done(store().move(anna, inbox, UidSet.of(uid(1)), "INBOX"));

        assertThat(moved.uids()).isEqualTo(Map.of(uid(1), uid(3)));
        assertThat(open(anna, "INBOX").uids()).isEqualTo(UidSet.of(uid(2), uid(3)));
        assertThat(read(anna, inbox, uid(3))).isEqualTo(octets("one"));
        assertThat(status().messages()).isEqualTo(2);
        assertThat(status().size()).isEqualTo(6);
    }

    @Test
    void expungeRemovesWhatIsMarkedAmongTheNamed() {
        for (String text : List.of("a", "b", "c", "d")) {
            append(anna, "INBOX", octets(text), Flag.DELETED);
        }
        append(anna, "INBOX", octets("kept"));
        ModSeq before = status().highestModSeq();

        UidSet gone = done(store().expunge(anna, inbox, UidSet.of(uid(1), uid(2), uid(4), uid(5))));

        assertThat(gone).isEqualTo(UidSet.of(uid(1), uid(2), uid(4)));
        assertThat(open(anna, "INBOX").uids()).isEqualTo(UidSet.of(uid(3), uid(5)));
        assertThat(status().messages()).isEqualTo(2);
        assertThat(status().deleted()).isEqualTo(1);
        FolderChanges changes = done(store().changesSince(anna, inbox, before));
        assertThat(changes.vanished()).isEqualTo(gone);
        assertThat(changes.changed()).isEmpty();
        assertThat(changes.highestModSeq()).isEqualTo(status().highestModSeq());
        assertThat(done(store().expunge(anna, inbox, UidSet.of(uid(5)))).isEmpty())
                .isTrue();
    }

    @Test
    @Tag("STORE-4")
    void uidsAreNeverUsedAgain() {
        append(anna, "INBOX", octets("a"), Flag.DELETED);
        done(store().expunge(anna, inbox, UidSet.all()));

        assertThat(append(anna, "INBOX", octets("b"))).isEqualTo(uid(2));
    }

    @Test
    @Tag("STORE-6")
    void changesSinceTellWhatASessionMissed() {
        append(anna, "INBOX", octets("a"));
        append(anna, "INBOX", octets("b"));
        ModSeq seen = status().highestModSeq();
        append(anna, "INBOX", octets("c"), Flag.DRAFT);
        done(store().changeFlags(anna, inbox, UidSet.of(uid(1)), FlagChange.ADD, Set.of(Flag.SEEN)));

        FolderChanges changes = done(store().changesSince(anna, inbox, seen));

        assertThat(changes.changed().stream().map(MessageState::uid)).containsExactly(uid(1), uid(3));
        assertThat(changes.changed().getFirst().flags()).containsExactly(Flag.SEEN);
        assertThat(changes.highestModSeq()).isEqualTo(status().highestModSeq());
        assertThat(done(store().changesSince(anna, inbox, changes.highestModSeq()))
                        .changed())
                .isEmpty();
    }

    @Test
    void readingOneAfterTheOtherGivesEachItsOwn() {
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            messages.add(message("number " + i, "body " + i));
            append(anna, "INBOX", messages.get(i));
        }

        for (int i = 0; i < 80; i++) {
            assertThat(read(anna, inbox, uid(i + 1))).isEqualTo(messages.get(i));
        }
    }
}
