package org.letterlock.mailstore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.letterlock.mailstore.MailstoreFixture.append;
import static org.letterlock.mailstore.MailstoreFixture.bean;
import static org.letterlock.mailstore.MailstoreFixture.inbox;
import static org.letterlock.mailstore.MailstoreFixture.jdbc;
import static org.letterlock.mailstore.MailstoreFixture.message;
import static org.letterlock.mailstore.MailstoreFixture.read;
import static org.letterlock.mailstore.MailstoreFixture.store;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.MailboxStore.Detail;
import org.letterlock.contracts.mailbox.MessageCorruptException;
import org.letterlock.contracts.mailbox.StoredMessage;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.search.SearchKey;
import org.letterlock.mailstore.content.Contents;
import org.letterlock.mailstore.message.MessageReader;

@Tag("KEY-5")
@Tag("KEY-7")
class CorruptionTest {
    private AccountId anna;
    private FolderId inbox;

    @BeforeEach
    void threeMessages() {
        anna = new AccountId(UUID.randomUUID());
        inbox = inbox(anna);
        for (int i = 1; i <= 3; i++) {
            append(anna, "INBOX", message("number " + i, "needle ".repeat(2_000 * i)));
        }
    }

    private ObjectId damage(String table, String column) {
        ObjectId object = new ObjectId(jdbc().sql("SELECT object_id FROM message WHERE folder_id = ? AND uid = 2")
                .param(inbox.value())
                .query(UUID.class)
                .single());
        jdbc().sql("UPDATE " + table + " SET " + column + " = set_byte(" + column + ", octet_length(" + column
                        + ") - 20, get_byte(" + column + ", octet_length(" + column
                        + ") - 20) # 1) WHERE object_id = ?")
                .param(object.value())
                .update();
        forgetCaches();
        return object;
    }

    private static void forgetCaches() {
        bean(Contents.class).forgetAll();
        bean(MessageReader.class).forgetAll();
    }

    @Test
    void aDamagedBodyIsNamedAndOthersCanBeRead() {
        ObjectId object = damage("content", "ciphertext");

        assertThatThrownBy(() -> read(anna, inbox, new Uid(2)))
                .isInstanceOfSatisfying(
                        MessageCorruptException.class,
                        e -> assertThat(e.object()).isEqualTo(object));

        assertThat(read(anna, inbox, new Uid(1))).isNotEmpty();
        assertThat(read(anna, inbox, new Uid(3))).isNotEmpty();
        assertThat(store().search(anna, inbox, new SearchKey.Body("needle needle"))
                        .format())
                .isEqualTo("1,3");
        assertThat(store().search(anna, inbox, new SearchKey.Header("subject", "number"))
                        .format())
                .isEqualTo("1:3");
    }

    @Test
    void damagedMetadataLeavesOneMessageWithoutStructure() {
        damage("content", "sealed_metadata");

        List<StoredMessage> messages = store().messages(anna, inbox, UidSet.all(), Detail.STRUCTURE);

        assertThat(messages.stream().map(message -> message.structure() != null))
                .containsExactly(true, false, true);
        assertThat(read(anna, inbox, new Uid(2))).isNotEmpty();
    }

    @Test
    void aDamagedKeyIsNamed() {
        ObjectId object = damage("message", "sealed_key");

        assertThatThrownBy(() -> read(anna, inbox, new Uid(2)))
                .isInstanceOfSatisfying(
                        MessageCorruptException.class,
                        e -> assertThat(e.object()).isEqualTo(object));
        assertThat(store().messages(anna, inbox, UidSet.all(), Detail.STRUCTURE))
                .hasSize(3);
    }

    @Test
    void contentsCannotBeSwapped() {
        jdbc().sql("UPDATE content c SET ciphertext = o.ciphertext, size = o.size FROM content o, message m, message n"
                        + " WHERE m.folder_id = ? AND m.uid = 2 AND n.folder_id = m.folder_id AND n.uid = 1"
                        + " AND c.object_id = m.object_id AND o.object_id = n.object_id")
                .param(inbox.value())
                .update();
        forgetCaches();

        assertThatThrownBy(() -> read(anna, inbox, new Uid(2))).isInstanceOf(MessageCorruptException.class);
    }
}
