package org.letterlock.imap.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.imap.mailbox.Revision;

/** A command is understood or not; where it is not, the place lies within it. */
class ImapCommandFuzz {
    static Stream<byte[]> corpus() {
        return Stream.of("a APPEND INBOX (\\Seen) {3}\r\nabc", "a SEARCH CHARSET UTF-8 OR NOT SEEN (SINCE 1-Feb-2026 HEADER x {1}\r\ny)")
                .map(text -> text.getBytes(ISO_8859_1));
    }

    @MethodSource("corpus")
    @DictionaryEntries({"a LOGIN ", "a AUTHENTICATE PLAIN ", "a UID FETCH 1:* (FLAGS BODY.PEEK[1.2.HEADER.FIELDS (Subject)]<0.10>)", "a LIST (SUBSCRIBED) \"\" (\"*\" %) RETURN (STATUS (MESSAGES))", "a STORE 2:4,$ +FLAGS.SILENT (\\Deleted $x)", "a ENABLE CONDSTORE", "a SELECT &Jjo- (QRESYNC (1 2))", "\\", "\""})
    @FuzzTest
    void nothingThrows(byte[] octets) {
        String text = new String(octets, ISO_8859_1);

        for (Revision revision : Revision.values()) {
            if (CommandParser.parse(text, revision) instanceof ReceivedCommand.Misunderstood fault) {
                assertThat(fault.offset()).isBetween(0, text.length());
            }
        }
    }
}
