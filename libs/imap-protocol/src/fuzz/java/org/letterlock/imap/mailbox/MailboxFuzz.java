package org.letterlock.imap.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import org.letterlock.mailsyntax.ParseResult.Parsed;

/** Names and sets of UIDs are read or refused, and what was read is read again from what is written of it. */
class MailboxFuzz {
    @DictionaryEntries({"&Jjo-", "&-", "INBOX/", "inbox", "4294967295", ":", ","})
    @FuzzTest
    void whatIsWrittenIsReadAgain(@NotNull String text) {
        for (Revision revision : Revision.values()) {
            if (MailboxName.parse(text, revision) instanceof Parsed<MailboxName>(MailboxName name)) {
                assertThat(MailboxName.parse(name.format(revision), revision)).isEqualTo(new Parsed<>(name));
            }
        }
        if (UidSet.parse(text) instanceof Parsed<UidSet>(UidSet set)) {
            assertThat(UidSet.parse(set.format())).isEqualTo(new Parsed<>(set));
        }
    }
}
