package org.letterlock.ingress.mailbox.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.MailboxChanged;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;

class MailboxChangesTest {
    private final FolderId inbox = new FolderId(UUID.randomUUID());
    private final FolderId other = new FolderId(UUID.randomUUID());

    @Test
    void whoWatchesAFolderHearsOfItAndOfNoOther() {
        MailboxChanges changes = new MailboxChanges();
        List<ModSeq> heard = new ArrayList<>();
        MailboxChanges.Watch watch = changes.watch(inbox, heard::add);

        changes.changed(change(inbox, 5));
        changes.changed(change(other, 6));
        watch.close();
        changes.changed(change(inbox, 7));

        assertThat(heard).containsExactly(new ModSeq(5));
        assertThat(changes.folders()).isZero();
    }

    // RFC 3501 section 2.3.2
    @Test
    void aMessageIsRecentInTheFirstSessionThatHearsOfIt() {
        RecentMessages recent = new RecentMessages();

        assertThat(recent.unheard(inbox, uids("1:3"))).isEqualTo(uids("1:3"));
        assertThat(recent.claim(inbox, uids("1:3"))).isEqualTo(uids("1:3"));
        assertThat(recent.claim(inbox, uids("1:5"))).isEqualTo(uids("4:5"));
        assertThat(recent.claim(inbox, uids("1:5"))).isEqualTo(UidSet.empty());
        assertThat(recent.claim(inbox, UidSet.of(new Uid(Uid.MAX)))).isEqualTo(UidSet.of(new Uid(Uid.MAX)));
        assertThat(recent.unheard(inbox, UidSet.of(new Uid(Uid.MAX)))).isEqualTo(UidSet.empty());
    }

    private static UidSet uids(String text) {
        return UidSet.parse(text).require();
    }

    private static MailboxChanged change(FolderId folder, long modSeq) {
        return new MailboxChanged(new AccountId(UUID.randomUUID()), folder, new ModSeq(modSeq));
    }
}
