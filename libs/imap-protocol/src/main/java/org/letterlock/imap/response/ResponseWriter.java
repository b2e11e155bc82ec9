package org.letterlock.imap.response;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.letterlock.imap.command.SearchReturn;
import org.letterlock.imap.command.StatusItem;
import org.letterlock.imap.mailbox.MailboxName;
import org.letterlock.imap.mailbox.Numbering;
import org.letterlock.imap.mailbox.Revision;
import org.letterlock.imap.mailbox.UidRange;
import org.letterlock.imap.mailbox.UidSet;

/** Formats responses (RFC 9051 section 7). */
public final class ResponseWriter {
    private static final String DELIMITER = "\"" + MailboxName.DELIMITER + "\"";

    private ResponseWriter() {}

    /** Puts a response, with its CRLF, on the wire. */
    public static void write(ImapResponse response, Revision revision, ImapWriter out) {
        switch (response) {
            case ImapResponse.Completion(var tag, var status) -> status(out.ascii(tag.value()), status);
            case ImapResponse.Untagged(var status) -> status(out.ascii("*"), status);
            case ImapResponse.Continuation(var text) -> out.ascii("+ ").ascii(text);
            case ImapResponse.Challenge(var base64) -> out.ascii("+ ").ascii(base64);
            case ImapResponse.Capabilities(var names) ->
                out.ascii("* CAPABILITY ").ascii(String.join(" ", names));
            case ImapResponse.Enabled(var names) -> words(out.ascii("* ENABLED"), names);
            case ImapResponse.Id(var fields) -> id(out, fields);
            case ImapResponse.PersonalNamespace() ->
                out.ascii("* NAMESPACE ((\"\" ").ascii(DELIMITER).ascii(")) NIL NIL");
            case ImapResponse.Exists(int count) -> out.ascii("* ").number(count).ascii(" EXISTS");
            case ImapResponse.Recent(long count) ->
                out.ascii("* ").number(count).ascii(" RECENT");
            case ImapResponse.Expunged(int number) ->
                out.ascii("* ").number(number).ascii(" EXPUNGE");
            case ImapResponse.Flags(var flags) -> out.ascii("* FLAGS ").flags(flags, false);
            case ImapResponse.FetchFlags fetch -> fetchFlags(out, fetch);
            case ImapResponse.ListEntry entry -> list(out, entry, revision);
            case ImapResponse.Status(var name, var values) -> mailboxStatus(out, name, values, revision);
            case ImapResponse.Found(var numbers) -> found(out, numbers);
            case ImapResponse.Extended extended -> extended(out, extended);
        }
        out.crlf();
    }

    private static void status(ImapWriter out, StatusText status) {
        out.ascii(" ").ascii(status.condition().name()).ascii(" ");
        if (status.code() != null) {
            out.ascii("[").ascii(status.code().text()).ascii("] ");
        }
        out.ascii(status.text());
    }

    private static void words(ImapWriter out, List<String> words) {
        words.forEach(word -> out.ascii(" ").ascii(word));
    }

    // id-response = "*" SP "ID" SP id-params-list    RFC 2971 section 4
    private static void id(ImapWriter out, Map<String, String> fields) {
        out.ascii("* ID ");
        if (fields.isEmpty()) {
            out.ascii("NIL");
            return;
        }
        String separator = "(";
        for (var field : fields.entrySet()) {
            out.ascii(separator).string(field.getKey()).ascii(" ").string(field.getValue());
            separator = " ";
        }
        out.ascii(")");
    }

    private static void fetchFlags(ImapWriter out, ImapResponse.FetchFlags fetch) {
        out.ascii("* ").number(fetch.sequenceNumber()).ascii(" FETCH (");
        if (fetch.uid() != null) {
            out.ascii("UID ").number(fetch.uid().value()).ascii(" ");
        }
        out.ascii("FLAGS ").flags(fetch.flags(), fetch.recent()).ascii(")");
    }

    // mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox [SP mbox-list-extended]
    private static void list(ImapWriter out, ImapResponse.ListEntry entry, Revision revision) {
        out.ascii("* ").ascii(entry.word().name()).ascii(" (").ascii(String.join(" ", entry.attributes()));
        out.ascii(") ").ascii(DELIMITER).ascii(" ");
        if (entry.name() == null) {
            out.ascii("\"\"");
        } else {
            out.mailbox(entry.name(), revision);
        }
        if (!entry.childInfo().isEmpty()) {
            out.ascii(" (\"CHILDINFO\" (\"")
                    .ascii(String.join("\" \"", entry.childInfo()))
                    .ascii("\"))");
        }
    }

    private static void mailboxStatus(
            ImapWriter out, MailboxName name, SequencedMap<StatusItem, Long> values, Revision revision) {
        out.ascii("* STATUS ").mailbox(name, revision).ascii(" (");
        String separator = "";
        for (var value : values.entrySet()) {
            out.ascii(separator).ascii(value.getKey().name()).ascii(" ").number(value.getValue());
            separator = " ";
        }
        out.ascii(")");
    }

    private static void found(ImapWriter out, UidSet numbers) {
        out.ascii("* SEARCH");
        for (UidRange range : numbers.ranges()) {
            for (long number = range.first().value(); number <= range.last().value(); number++) {
                out.ascii(" ").number(number);
            }
        }
    }

    // esearch-response = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)
    private static void extended(ImapWriter out, ImapResponse.Extended result) {
        // The tag is an atom without quoted-specials, so it can stand between quotes.
        out.ascii("* ESEARCH (TAG \"").ascii(result.tag().value()).ascii("\")");
        if (result.numbering() == Numbering.UID) {
            out.ascii(" UID");
        }
        UidSet numbers = result.numbers();
        Set<SearchReturn> returned = result.returned();
        if (!numbers.isEmpty() && returned.contains(SearchReturn.MIN)) {
            out.ascii(" MIN ").number(numbers.first().value());
        }
        if (!numbers.isEmpty() && returned.contains(SearchReturn.MAX)) {
            out.ascii(" MAX ").number(numbers.last().value());
        }
        if (returned.contains(SearchReturn.COUNT)) {
            out.ascii(" COUNT ").number(numbers.size());
        }
        if (!numbers.isEmpty() && returned.contains(SearchReturn.ALL)) {
            out.ascii(" ALL ").ascii(numbers.format());
        }
    }
}
