package org.letterlock.mailstore.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.letterlock.mailstore.MailstoreFixture.account;
import static org.letterlock.mailstore.MailstoreFixture.append;
import static org.letterlock.mailstore.MailstoreFixture.await;
import static org.letterlock.mailstore.MailstoreFixture.bean;
import static org.letterlock.mailstore.MailstoreFixture.create;
import static org.letterlock.mailstore.MailstoreFixture.done;
import static org.letterlock.mailstore.MailstoreFixture.inbox;
import static org.letterlock.mailstore.MailstoreFixture.jdbc;
import static org.letterlock.mailstore.MailstoreFixture.message;
import static org.letterlock.mailstore.MailstoreFixture.read;
import static org.letterlock.mailstore.MailstoreFixture.remove;
import static org.letterlock.mailstore.MailstoreFixture.store;

import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.MailboxUnavailableException;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.mailstore.mailbox.JdbcMailboxRepository;
import org.springframework.jdbc.core.JdbcTemplate;

class RetentionTest {
    private static ObjectId objectOf(FolderId folder, Uid uid) {
        return new ObjectId(jdbc().sql("SELECT object_id FROM message WHERE folder_id = ? AND uid = ?")
                .params(folder.value(), uid.value())
                .query(UUID.class)
                .single());
    }

    private static boolean isStored(ObjectId object) {
        return jdbc().sql("SELECT count(*) FROM content WHERE object_id = ?")
                        .param(object.value())
                        .query(Integer.class)
                        .single()
                == 1;
    }

    private static void expunge(AccountId owner, FolderId folder) {
        done(store().expunge(owner, folder, UidSet.all()));
    }

    private static void aDayPasses(ObjectId object) {
        jdbc().sql("UPDATE garbage SET since = since - interval '25 hours' WHERE object_id = ?")
                .param(object.value())
                .update();
    }

    @Test
    @Tag("BKP-1")
    void aContentOutlivesItsLastMessageByADay() {
        AccountId anna = account();
        FolderId inbox = inbox(anna);
        ObjectId object = objectOf(inbox, append(anna, "INBOX", message("a", "b"), Flag.DELETED));

        expunge(anna, inbox);
        bean(Retention.class).run();
        boolean before = isStored(object);
        aDayPasses(object);
        bean(Retention.class).run();

        assertThat(before).isTrue();
        assertThat(isStored(object)).isFalse();
    }

    @Test
    @Tag("STORE-7")
    void aContentThatAnotherMessageShowsStays() {
        AccountId anna = account();
        FolderId inbox = inbox(anna);
        create(anna, "Work");
        Uid uid = append(anna, "INBOX", message("a", "kept"), Flag.DELETED);
        ObjectId object = objectOf(inbox, uid);
        FolderId work = done(store().copy(anna, inbox, UidSet.of(uid), "Work")).target();

        expunge(anna, inbox);
        aDayPasses(object);
        bean(Retention.class).run();

        assertThat(new String(read(anna, work, new Uid(1)))).contains("kept");
    }

    @Test
    @Tag("BKP-1")
    void aLargeContentIsReleasedInTheContentStore() {
        AccountId anna = account();
        FolderId inbox = inbox(anna);
        Uid uid = append(anna, "INBOX", message("large", "x".repeat(400_000)), Flag.DELETED);
        ObjectId object = objectOf(inbox, uid);

        expunge(anna, inbox);
        aDayPasses(object);
        bean(Retention.class).run();

        assertThat(isStored(object)).isFalse();
    }

    @Test
    @Tag("ENC-12")
    void theMailboxOfARemovedAccountIsShredded() {
        AccountId anna = account();
        FolderId inbox = inbox(anna);
        append(anna, "INBOX", message("a", "b"));

        remove(anna);

        var mailboxes = new JdbcMailboxRepository(bean(JdbcTemplate.class));
        await(() -> mailboxes.find(anna).orElseThrow().shreddedAt() != null);
        assertThat(mailboxes.find(anna).orElseThrow().sealedKey()).isNull();
        assertThatThrownBy(() -> store().folders(anna)).isInstanceOf(MailboxUnavailableException.class);
        bean(Retention.class).run();
        assertThat(jdbc().sql("SELECT count(*) FROM message WHERE folder_id = ?")
                        .param(inbox.value())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void whatIsForgottenOfExpungedMessagesIsReportedInFull() {
        AccountId anna = account();
        FolderId inbox = inbox(anna);
        for (int i = 0; i < 6; i++) {
            append(anna, "INBOX", message("a", "b"), Flag.DELETED);
        }
        ModSeq start = done(store().status(anna, inbox)).highestModSeq();
        done(store().expunge(anna, inbox, UidSet.of(new Uid(1))));
        ModSeq middle = done(store().status(anna, inbox)).highestModSeq();
        done(store().expunge(anna, inbox, UidSet.of(new Uid(3))));
        done(store().expunge(anna, inbox, UidSet.of(new Uid(5))));

        new JdbcRetentionRepository(bean(JdbcTemplate.class)).forgetExpunged(inbox, 1);

        UidSet all = UidSet.of(new Uid(1), new Uid(3), new Uid(5));
        assertThat(done(store().changesSince(anna, inbox, start)).vanished()).isEqualTo(all);
        assertThat(done(store().changesSince(anna, inbox, middle)).vanished()).isEqualTo(all);
    }
}
