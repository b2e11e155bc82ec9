package org.letterlock.mailstore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.mailstore.MailstoreFixture.account;
import static org.letterlock.mailstore.MailstoreFixture.append;
import static org.letterlock.mailstore.MailstoreFixture.create;
import static org.letterlock.mailstore.MailstoreFixture.done;
import static org.letterlock.mailstore.MailstoreFixture.jdbc;
import static org.letterlock.mailstore.MailstoreFixture.message;
import static org.letterlock.mailstore.MailstoreFixture.open;
import static org.letterlock.mailstore.MailstoreFixture.read;
import static org.letterlock.mailstore.MailstoreFixture.refusal;
import static org.letterlock.mailstore.MailstoreFixture.store;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mailbox.Folder;
import org.letterlock.contracts.mailbox.Folder.SpecialUse;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.FolderSnapshot;
import org.letterlock.contracts.mailbox.MailboxStore.Detail;
import org.letterlock.contracts.mailbox.StoreResult.Refusal;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;

class FoldersTest {
    private AccountId anna;

    @BeforeEach
    void anAccount() {
        anna = new AccountId(UUID.randomUUID());
    }

    private List<String> names() {
        return store().folders(anna).stream().map(Folder::name).toList();
    }

    @Test
    @Tag("STORE-2")
    void aNewMailboxHasItsFoldersWithTheirUses() {
        List<Folder> folders = store().folders(anna);

        assertThat(folders.stream().map(Folder::name))
                .containsExactly("INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash");
        assertThat(folders.stream().map(Folder::specialUse))
                .containsExactly(
                        null,
                        SpecialUse.ARCHIVE,
                        SpecialUse.DRAFTS,
                        SpecialUse.JUNK,
                        SpecialUse.SENT,
                        SpecialUse.TRASH);
        assertThat(folders).allMatch(folder -> folder.subscribed() && folder.selectable());
    }

    @Test
    @Tag("STORE-1")
    void makesMissingFoldersAbove() {
        Folder made = create(anna, "Work/2026/May/");

        assertThat(made.name()).isEqualTo("Work/2026/May");
        assertThat(names()).contains("Work", "Work/2026", "Work/2026/May");
        assertThat(refusal(store().createFolder(anna, "Work", null))).isEqualTo(Refusal.ALREADY_EXISTS);
        assertThat(refusal(store().createFolder(anna, "inbox", null))).isEqualTo(Refusal.ALREADY_EXISTS);
        assertThat(refusal(store().createFolder(anna, "a//b", null))).isEqualTo(Refusal.CANNOT);
    }

    @Test
    @Tag("IMAP-7")
    void namesThatDifferOnlyInNormalisationAreOneFolder() {
        create(anna, "Entwu\u0308rfe");

        assertThat(refusal(store().createFolder(anna, "Entw\u00fcrfe", null))).isEqualTo(Refusal.ALREADY_EXISTS);
        assertThat(open(anna, "Entw\u00fcrfe").folder().name()).isEqualTo("Entw\u00fcrfe");
    }

    @Test
    void aSpecialUseIsGivenOnce() {
        assertThat(refusal(store().createFolder(anna, "More junk", SpecialUse.JUNK)))
                .isEqualTo(Refusal.CANNOT);

        done(store().deleteFolder(anna, "Junk"));

        assertThat(done(store().createFolder(anna, "More junk", SpecialUse.JUNK))
                        .specialUse())
                .isEqualTo(SpecialUse.JUNK);
    }

    @Test
    @Tag("STORE-4")
    void aFolderMadeAgainHasALargerUidValidity() {
        Folder first = create(anna, "Work");
        append(anna, "Work", message("a", "b"));

        done(store().deleteFolder(anna, "Work"));
        Folder second = create(anna, "Work");

        assertThat(second.uidValidity().value())
                .isGreaterThan(first.uidValidity().value());
        assertThat(open(anna, "Work").uids().isEmpty()).isTrue();
        assertThat(refusal(store().status(anna, first.id()))).isEqualTo(Refusal.NONEXISTENT);
        assertThat(refusal(store().changesSince(anna, first.id(), new ModSeq(0))))
                .isEqualTo(Refusal.NONEXISTENT);
    }

    @Test
    void aDeletedFolderWithOthersBelowStaysAsAName() {
        Folder above = create(anna, "Work");
        create(anna, "Work/Old");
        append(anna, "Work", message("a", "b"));

        done(store().deleteFolder(anna, "Work"));

        Folder left = store().folders(anna).stream()
                .filter(folder -> folder.name().equals("Work"))
                .findFirst()
                .orElseThrow();
        assertThat(left.selectable()).isFalse();
        assertThat(refusal(store().open(anna, "Work"))).isEqualTo(Refusal.NONEXISTENT);
        assertThat(refusal(store().deleteFolder(anna, "Work"))).isEqualTo(Refusal.HAS_CHILDREN);
        Folder again = create(anna, "Work");
        assertThat(again.selectable()).isTrue();
        assertThat(again.uidValidity().value())
                .isGreaterThan(above.uidValidity().value());
        assertThat(append(anna, "Work", message("c", "d"))).isEqualTo(new Uid(1));
    }

    @Test
    void inboxIsNotDeleted() {
        assertThat(refusal(store().deleteFolder(anna, "INBOX"))).isEqualTo(Refusal.CANNOT);
        assertThat(refusal(store().deleteFolder(anna, "Nowhere"))).isEqualTo(Refusal.NONEXISTENT);
    }

    @Test
    void renamesWhatIsBelowAsWell() {
        Folder work = create(anna, "Work");
        Folder old = create(anna, "Work/Old");
        Uid uid = append(anna, "Work/Old", message("a", "kept"));

        Folder renamed = done(store().renameFolder(anna, "Work", "Private/Job"));

        assertThat(renamed.id()).isEqualTo(work.id());
        assertThat(renamed.uidValidity()).isEqualTo(work.uidValidity());
        assertThat(names())
                .contains("Private", "Private/Job", "Private/Job/Old")
                .doesNotContain("Work", "Work/Old");
        assertThat(new String(read(anna, open(anna, "Private/Job/Old").folder().id(), uid)))
                .contains("kept");
        assertThat(open(anna, "Private/Job/Old").folder().id()).isEqualTo(old.id());
    }

    @Test
    void refusesRenamesThatCannotBe() {
        create(anna, "Work/Old");

        assertThat(refusal(store().renameFolder(anna, "Work", "Work/Old/Older")))
                .isEqualTo(Refusal.CANNOT);
        assertThat(refusal(store().renameFolder(anna, "Work", "Sent"))).isEqualTo(Refusal.ALREADY_EXISTS);
        assertThat(refusal(store().renameFolder(anna, "Work", "INBOX"))).isEqualTo(Refusal.ALREADY_EXISTS);
        assertThat(refusal(store().renameFolder(anna, "Nowhere", "Somewhere"))).isEqualTo(Refusal.NONEXISTENT);
        assertThat(refusal(store().renameFolder(anna, "Work", "x/".repeat(15) + "x")))
                .isEqualTo(Refusal.LIMIT);
        assertThat(names()).contains("Work", "Work/Old");
    }

    @Test
    void renamingInboxMovesItsMessagesAndLeavesItEmpty() {
        create(anna, "INBOX/Lists");
        append(anna, "INBOX", message("one", "1"));
        append(anna, "INBOX", message("two", "2"));
        FolderSnapshot before = open(anna, "INBOX");

        done(store().renameFolder(anna, "INBOX", "Old mail/2025"));

        FolderSnapshot inbox = open(anna, "INBOX");
        FolderSnapshot target = open(anna, "Old mail/2025");
        assertThat(inbox.folder().id()).isEqualTo(before.folder().id());
        assertThat(inbox.uids().isEmpty()).isTrue();
        assertThat(inbox.status().messages()).isZero();
        assertThat(done(store().changesSince(
                                        anna,
                                        inbox.folder().id(),
                                        before.status().highestModSeq()))
                        .vanished())
                .isEqualTo(UidSet.of(new Uid(1), new Uid(2)));
        assertThat(target.uids()).isEqualTo(UidSet.of(new Uid(1), new Uid(2)));
        assertThat(target.status().size()).isEqualTo(before.status().size());
        assertThat(names()).contains("INBOX/Lists");
    }

    @Test
    void subscribes() {
        create(anna, "Work");

        assertThat(done(store().subscribe(anna, "Work", true)).subscribed()).isTrue();
        assertThat(done(store().subscribe(anna, "INBOX", false)).subscribed()).isFalse();
        assertThat(refusal(store().subscribe(anna, "Nowhere", true))).isEqualTo(Refusal.NONEXISTENT);
    }

    @Test
    @Tag("KEY-10")
    void equalNamesOfTwoMailboxesHaveDifferentTokens() {
        AccountId ben = account();
        create(anna, "Same name");
        create(ben, "Same name");

        List<FolderId> folders = List.of(
                open(anna, "Same name").folder().id(),
                open(ben, "Same name").folder().id());

        assertThat(jdbc().sql("SELECT count(DISTINCT name_token) FROM folder WHERE id IN (?, ?)")
                        .params(folders.get(0).value(), folders.get(1).value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    @Tag("ENC-13")
    void aFolderIdOfAnotherMailboxOpensNothing() {
        AccountId ben = account();
        Uid uid = append(ben, "INBOX", message("secret", "of ben"));
        FolderId foreign = open(ben, "INBOX").folder().id();

        assertThat(store().messages(anna, foreign, UidSet.all(), Detail.STRUCTURE))
                .isEmpty();
        assertThat(refusal(store().read(anna, foreign, uid, 0, 100))).isEqualTo(Refusal.NONEXISTENT);
        assertThat(refusal(store().status(anna, foreign))).isEqualTo(Refusal.NONEXISTENT);
        assertThat(refusal(store().expunge(anna, foreign, UidSet.all()))).isEqualTo(Refusal.NONEXISTENT);
        assertThat(refusal(store().copy(anna, foreign, UidSet.all(), "INBOX"))).isEqualTo(Refusal.NONEXISTENT);
        assertThat(refusal(store().move(anna, foreign, UidSet.all(), "INBOX"))).isEqualTo(Refusal.NONEXISTENT);
        assertThat(open(ben, "INBOX").uids()).isEqualTo(UidSet.of(uid));
    }
}
