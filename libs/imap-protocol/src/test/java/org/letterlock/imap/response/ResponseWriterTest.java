package org.letterlock.imap.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.letterlock.imap.command.FetchItem.Extension;
import org.letterlock.imap.command.SearchReturn;
import org.letterlock.imap.command.StatusItem;
import org.letterlock.imap.command.Tag;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.MailboxName;
import org.letterlock.imap.mailbox.Numbering;
import org.letterlock.imap.mailbox.Revision;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.mailbox.UidValidity;
import org.letterlock.mailsyntax.mime.MessageEnvelope;
import org.letterlock.mailsyntax.mime.MessageEnvelope.EnvelopeAddress;
import org.letterlock.mailsyntax.mime.MimePart;

class ResponseWriterTest {
    private static final Tag TAG = new Tag("a1");

    @Test
    void statusResponsesHaveTheirCode() {
        assertThat(written(new ImapResponse.Completion(TAG, StatusText.TLS_REQUIRED)))
                .isEqualTo("a1 NO [PRIVACYREQUIRED] TLS is required\r\n");
        assertThat(written(new ImapResponse.Untagged(StatusText.bye("Timeout"))))
                .isEqualTo("* BYE Timeout\r\n");
        assertThat(written(new ImapResponse.Untagged(
                        StatusText.ok(ResponseCode.copyUid(new UidValidity(5), set("1:2"), set("7:8")), "Moved"))))
                .isEqualTo("* OK [COPYUID 5 1:2 7:8] Moved\r\n");
    }

    @Test
    void aStatusTextCannotHoldASecondLine() {
        assertThatThrownBy(() -> StatusText.bad("x\r\n* BYE")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ResponseCode("X] y")).isInstanceOf(IllegalArgumentException.class);
    }

    @org.junit.jupiter.api.Tag("IMAP-7")
    @Test
    void mailboxNamesFollowTheRevision() {
        var entry = new ImapResponse.ListEntry(
                ImapResponse.ListEntry.Word.LIST,
                List.of("\\HasNoChildren"),
                new MailboxName("\u00fc \"x\""),
                List.of());

        assertThat(written(entry)).isEqualTo("* LIST (\\HasNoChildren) \"/\" \"&APw- \\\"x\\\"\"\r\n");
        assertThat(written(entry, Revision.IMAP4REV2))
                .isEqualTo("* LIST (\\HasNoChildren) \"/\" \"\u00fc \\\"x\\\"\"\r\n");
    }

    @Test
    void searchResultsHaveTheirForms() {
        assertThat(written(new ImapResponse.Found(set("1:3,7")))).isEqualTo("* SEARCH 1 2 3 7\r\n");
        assertThat(written(new ImapResponse.Found(UidSet.empty()))).isEqualTo("* SEARCH\r\n");
        assertThat(written(new ImapResponse.Extended(
                        TAG,
                        Numbering.UID,
                        Set.of(SearchReturn.ALL, SearchReturn.MIN, SearchReturn.COUNT),
                        set("4,6:7"))))
                .isEqualTo("* ESEARCH (TAG \"a1\") UID MIN 4 COUNT 3 ALL 4,6:7\r\n");
        assertThat(written(new ImapResponse.Extended(
                        TAG, Numbering.SEQUENCE, Set.of(SearchReturn.ALL, SearchReturn.COUNT), UidSet.empty())))
                .isEqualTo("* ESEARCH (TAG \"a1\") COUNT 0\r\n");
    }

    @Test
    void statusAndFlagsHaveTheirForms() {
        assertThat(written(
                        new ImapResponse.Status(MailboxName.INBOX, new LinkedHashMap<>(Map.of(StatusItem.SIZE, 7L)))))
                .isEqualTo("* STATUS INBOX (SIZE 7)\r\n");
        assertThat(written(new ImapResponse.Flags(List.of(new Flag("$x"), Flag.SEEN, Flag.DRAFT))))
                .isEqualTo("* FLAGS (\\Draft \\Seen $x)\r\n");
        assertThat(written(new ImapResponse.FetchFlags(3, null, Set.of(Flag.SEEN), true)))
                .isEqualTo("* 3 FETCH (FLAGS (\\Seen \\Recent))\r\n");
        assertThat(written(new ImapResponse.PersonalNamespace())).isEqualTo("* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n");
    }

    @Test
    void whatAMessageSaysCannotBreakOutOfItsString() {
        var out = new ImapWriter(10);

        out.string("a\r\n* BYE \"x\\")
                .ascii(" ")
                .string("q\"\\")
                .ascii(" ")
                .string("\0")
                .ascii(" ")
                .string(null);

        assertThat(out.toString()).isEqualTo("{12}\r\na\r\n* BYE \"x\\ \"q\\\"\\\\\" {0}\r\n NIL");
    }

    @Test
    void textBeyondAsciiIsALiteral() {
        var out = new ImapWriter(10);

        out.string("\u00fc");

        assertThat(out.take()).isEqualTo("{2}\r\n\u00fc".getBytes(UTF_8));
    }

    // RFC 9051 section 7.5.2
    @Test
    void anEnvelopeIsWrittenAsTheRfcShows() {
        var gray = List.of(new EnvelopeAddress("Terry Gray", "gray", "cac.washington.edu"));
        var envelope = new MessageEnvelope(
                "Wed, 17 Jul 1996 02:23:25 -0700 (PDT)",
                "IMAP4rev2 WG mtg summary and minutes",
                gray,
                gray,
                gray,
                List.of(new EnvelopeAddress(null, "imap", "cac.washington.edu")),
                List.of(),
                List.of(),
                null,
                "<B27397-0100000@cac.washington.edu>");
        var out = new ImapWriter(10);

        FetchWriter.envelope(envelope, out);

        String terry = "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))";
        assertThat(out.toString())
                .isEqualTo("(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev2 WG mtg summary and minutes\" "
                        + terry
                        + " " + terry + " " + terry + " ((NIL NIL \"imap\" \"cac.washington.edu\")) NIL NIL NIL "
                        + "\"<B27397-0100000@cac.washington.edu>\")");
    }

    // RFC 9051 section 7.5.2
    @Test
    void bodyStructuresAreWrittenAsTheRfcShows() {
        var text = part("text", "plain", 0, 40, 1192, List.of());
        var out = new ImapWriter(10);

        FetchWriter.bodyStructure(text, Extension.WITHOUT, out);
        out.ascii(" ");
        FetchWriter.bodyStructure(part("multipart", "mixed", 0, 0, 0, List.of(text, text)), Extension.WITH, out);

        String single = "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 1152 23";
        assertThat(out.toString())
                .isEqualTo(single + ") (" + single + " NIL NIL NIL NIL)" + single
                        + " NIL NIL NIL NIL) \"mixed\" (\"charset\" \"us-ascii\") NIL NIL NIL)");
    }

    @Test
    void aMultipartWithoutPartsStillHasOneOnTheWire() {
        var out = new ImapWriter(10);

        FetchWriter.bodyStructure(part("multipart", "mixed", 0, 0, 0, List.of()), Extension.WITHOUT, out);

        assertThat(out.toString()).isEqualTo("((\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0) \"mixed\")");
    }

    @Test
    void internalDatesHaveTwoPlacesForTheDay() {
        var out = new ImapWriter(10);

        FetchWriter.internalDate(Instant.parse("2024-02-07T21:52:25Z"), out);

        assertThat(out.toString()).isEqualTo("INTERNALDATE \" 7-Feb-2024 21:52:25 +0000\"");
    }

    private static MimePart part(
            String type, String subtype, long header, long start, long end, List<MimePart> children) {
        return new MimePart(
                header,
                start,
                end,
                23,
                type,
                subtype,
                Map.of("charset", "us-ascii"),
                null,
                null,
                "7bit",
                null,
                null,
                Map.of(),
                List.of(),
                null,
                null,
                children);
    }

    private static UidSet set(String text) {
        return UidSet.parse(text).require();
    }

    private static String written(ImapResponse response) {
        return written(response, Revision.IMAP4REV1);
    }

    private static String written(ImapResponse response, Revision revision) {
        var out = new ImapWriter(10);
        ResponseWriter.write(response, revision, out);
        return new String(out.take(), UTF_8);
    }
}
