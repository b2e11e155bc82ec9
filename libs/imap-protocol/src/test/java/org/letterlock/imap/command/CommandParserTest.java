package org.letterlock.imap.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.imap.command.FetchItem.Extension;
import org.letterlock.imap.command.FetchItem.Seen;
import org.letterlock.imap.command.FetchItem.Wording;
import org.letterlock.imap.command.ImapCommand.Access;
import org.letterlock.imap.command.ReceivedCommand.Misunderstood;
import org.letterlock.imap.command.ReceivedCommand.Understood;
import org.letterlock.imap.framing.Literal;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.MailboxName;
import org.letterlock.imap.mailbox.Numbering;
import org.letterlock.imap.mailbox.Revision;
import org.letterlock.imap.mailbox.SequenceSet;
import org.letterlock.imap.search.SearchKey;
import org.letterlock.imap.search.SearchKey.DateRelation;

class CommandParserTest {
    private static final SequenceSet ONE = new SequenceSet.Ranges(List.of(new SequenceSet.Range(1, 1)));

    static LongStream seeds() {
        return LongStream.range(0, 3000);
    }

    @Test
    void literalsAndQuotedStringsMeanTheSame() {
        ImapCommand expected = new ImapCommand.Login("bo b", new Secret("p\"w"));

        assertThat(command("LOGIN \"bo b\" \"p\\\"w\"")).isEqualTo(expected);
        assertThat(command("LOGIN {4}\r\nbo b {3+}\r\np\"w")).isEqualTo(expected);
    }

    @Test
    void namesAreUtf8() {
        assertThat(command("LOGIN \"j\u00c3\u00bcrgen\" x"))
                .isEqualTo(new ImapCommand.Login("j\u00fcrgen", new Secret("x")));
    }

    @org.junit.jupiter.api.Tag("IMAP-7")
    @Test
    void mailboxNamesFollowTheRevision() {
        var expected = new ImapCommand.Select(new MailboxName("Entw\u00fcrfe"), Access.READ_WRITE);

        assertThat(command("SELECT Entw&APw-rfe")).isEqualTo(expected);
        assertThat(CommandParser.parse("a SELECT \"Entw\u00c3\u00bcrfe\"", Revision.IMAP4REV2))
                .isEqualTo(new Understood(new Tag("a"), expected));
        assertThat(CommandParser.parse("a SELECT \"Entw\u00c3\u00bcrfe\"", Revision.IMAP4REV1))
                .isInstanceOf(Misunderstood.class);
    }

    @Test
    void macrosAreReplaced() {
        var fast = List.of(new FetchItem.Flags(), new FetchItem.InternalDate(), new FetchItem.Rfc822Size());

        assertThat(items("FAST")).isEqualTo(fast);
        assertThat(items("ALL")).hasSize(4).contains(new FetchItem.Envelope());
        assertThat(items("FULL")).hasSize(5).contains(new FetchItem.BodyStructure(Extension.WITHOUT));
    }

    @Test
    void sectionsAreUnderstood() {
        assertThat(items("BODY[]")).containsExactly(body(Section.ALL, null, Seen.SET));
        assertThat(items("body.peek[1.2.MIME]<5.10>"))
                .containsExactly(
                        body(new Section(List.of(1, 2), new Section.Text.Mime()), new Partial(5, 10), Seen.PEEK));
        assertThat(items("(UID BODY.PEEK[HEADER.FIELDS (From \"To\")] BINARY.SIZE[3])"))
                .containsExactly(
                        new FetchItem.Uid(),
                        body(
                                new Section(List.of(), new Section.Text.HeaderFields(List.of("From", "To"))),
                                null,
                                Seen.PEEK),
                        new FetchItem.BinarySize(List.of(3)));
        assertThat(items("BINARY[2]<0.7>"))
                .containsExactly(new FetchItem.Binary(List.of(2), new Partial(0, 7), Seen.SET));
        assertThat(items("RFC822.TEXT"))
                .containsExactly(new FetchItem.Body(
                        new Section(List.of(), new Section.Text.Body()), null, Seen.SET, Wording.RFC822_TEXT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BODY[]",
                "BODY[1]",
                "BODY[1.2.HEADER]",
                "BODY[TEXT]",
                "BODY[HEADER.FIELDS (A B)]",
                "BODY[4.MIME]",
                "BODY[2.HEADER.FIELDS.NOT (X-A)]",
                "BODY[1.1.1.1.TEXT]"
            })
    void aSectionIsFormattedAsItWasParsed(String item) {
        FetchItem.Body body = (FetchItem.Body) items(item).getFirst();

        assertThat("BODY[" + body.section().format() + "]").isEqualTo(item);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BODY[MIME]",
                "BODY[0]",
                "BODY[1.]",
                "BODY[",
                "BODY[]<1>",
                "BODY[]<1.0>",
                "BODY[HEADER.FIELDS ()]",
                "()",
                "BODY[HEADER.FIELDS (a:b)]",
                "BINARY[TEXT]",
                "NONSENSE",
                "(FLAGS UID",
                "BODY[1.2"
            })
    void brokenItemsAreNot(String items) {
        assertThat(parse("FETCH 1 " + items)).isInstanceOf(Misunderstood.class);
    }

    @Test
    void aUidFetchTellsTheUid() {
        assertThat(command("UID FETCH 1 FLAGS"))
                .isEqualTo(
                        new ImapCommand.Fetch(Numbering.UID, ONE, List.of(new FetchItem.Uid(), new FetchItem.Flags())));
    }

    @Test
    void searchKeysAreUnderstood() {
        assertThat(key("ALL")).isEqualTo(new SearchKey.All());
        assertThat(key("UNSEEN FROM bob"))
                .isEqualTo(new SearchKey.And(List.of(
                        new SearchKey.Not(new SearchKey.HasFlag(Flag.SEEN)), new SearchKey.Header("From", "bob"))));
        assertThat(key("OR (SMALLER 5 LARGER 3) NOT 1:*"))
                .isEqualTo(new SearchKey.Or(
                        new SearchKey.And(List.of(new SearchKey.Smaller(5), new SearchKey.Larger(3))),
                        new SearchKey.Not(new SearchKey.NumberIn(
                                new SequenceSet.Ranges(List.of(new SequenceSet.Range(1, SequenceSet.STAR))),
                                Numbering.SEQUENCE))));
        assertThat(key("SENTSINCE \"1-Feb-1994\""))
                .isEqualTo(new SearchKey.SentDate(DateRelation.SINCE, LocalDate.of(1994, 2, 1)));
        assertThat(key("UID $")).isEqualTo(new SearchKey.NumberIn(new SequenceSet.SavedResult(), Numbering.UID));
        assertThat(key("CHARSET UTF-8 TEXT {4}\r\n\u00c3\u00bcxx")).isEqualTo(new SearchKey.Text("\u00fcxx"));
        assertThat(key("KEYWORD $Forwarded")).isEqualTo(new SearchKey.HasFlag(new Flag("$Forwarded")));
    }

    @Test
    void searchReturnOptionsAreUnderstood() {
        var search = (ImapCommand.Search) command("UID SEARCH RETURN (MIN SAVE) ALL");

        assertThat(search.returned()).isEqualTo(Set.of(SearchReturn.MIN, SearchReturn.SAVE));
        assertThat(((ImapCommand.Search) command("SEARCH RETURN () ALL")).returned())
                .isEqualTo(Set.of(SearchReturn.ALL));
        assertThat(((ImapCommand.Search) command("SEARCH ALL")).returned()).isNull();
    }

    @Test
    void listsAreUnderstood() {
        var plain = (ImapCommand.ListMailboxes) command("LIST \"\" *");
        var extended = (ImapCommand.ListMailboxes) command(
                "LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (a% \"b c\") RETURN (CHILDREN STATUS (MESSAGES UIDNEXT))");

        assertThat(plain.extended()).isFalse();
        assertThat(((ImapCommand.ListMailboxes) command("LIST \"\" \"\"")).patterns())
                .isEmpty();
        assertThat(extended.selection())
                .containsExactlyInAnyOrder(ListSelection.SUBSCRIBED, ListSelection.RECURSIVEMATCH);
        assertThat(extended.patterns()).hasSize(2);
        assertThat(extended.returned())
                .isEqualTo(new ListReturn(
                        Set.of(ListReturn.Option.CHILDREN), List.of(StatusItem.MESSAGES, StatusItem.UIDNEXT)));
        assertThat(parse("LIST (RECURSIVEMATCH) \"\" *")).isInstanceOf(Misunderstood.class);
    }

    @Test
    void appendIsUnderstoodUpToItsMessage() {
        var message = new Literal(310, true, false);

        assertThat(CommandParser.parseAppend(
                        "a APPEND saved (\\Seen $x) \" 7-Feb-1994 21:52:25 -0800\" ", message, Revision.IMAP4REV1))
                .isEqualTo(new Understood(
                        new Tag("a"),
                        new ImapCommand.Append(
                                new MailboxName("saved"),
                                Set.of(Flag.SEEN, new Flag("$x")),
                                OffsetDateTime.parse("1994-02-07T21:52:25-08:00"),
                                message)));
        assertThat(CommandParser.parseAppend("a APPEND saved x ", message, Revision.IMAP4REV1))
                .isInstanceOf(Misunderstood.class);
    }

    @Test
    void storeIsUnderstood() {
        assertThat(command("STORE 1 +FLAGS.SILENT (\\Deleted)"))
                .isEqualTo(new ImapCommand.Store(
                        Numbering.SEQUENCE, ONE, StoreAction.ADD, StoreEcho.SILENT, Set.of(Flag.DELETED)));
        assertThat(command("STORE 1 FLAGS \\Seen x"))
                .isEqualTo(new ImapCommand.Store(
                        Numbering.SEQUENCE,
                        ONE,
                        StoreAction.REPLACE,
                        StoreEcho.FLAGS,
                        Set.of(Flag.SEEN, new Flag("x"))));
        assertThat(parse("STORE 1 +FLAGS (\\Recent)")).isInstanceOf(Misunderstood.class);
    }

    @Test
    void otherCommandsAreUnderstood() {
        assertThat(command("ID (\"name\" \"x\" \"version\" NIL)"))
                .isEqualTo(new ImapCommand.Id(Map.of("name", "x", "version", "")));
        assertThat(command("CREATE box/ (USE (\\Drafts))"))
                .isEqualTo(new ImapCommand.Create(new MailboxName("box"), Set.of(SpecialUse.DRAFTS)));
        assertThat(command("AUTHENTICATE plain =")).isEqualTo(new ImapCommand.Authenticate("PLAIN", new Secret("=")));
        assertThat(command("UID EXPUNGE 1")).isEqualTo(new ImapCommand.Expunge(ONE));
        assertThat(command("ENABLE imap4rev2 X")).isEqualTo(new ImapCommand.Enable(Set.of("IMAP4REV2", "X")));
    }

    @org.junit.jupiter.api.Tag("IMAP-5")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "NOOP ",
                "NOOP x",
                "XYZZY",
                "LOGIN a",
                "LOGIN a b c",
                "LOGIN \"a",
                "LOGIN {3}\r\nab",
                "SELECT",
                "SELECT \"\"",
                "FETCH 0 FLAGS",
                "FETCH 4294967296 FLAGS",
                "SEARCH",
                "SEARCH BEFORE 32-Jan-2020",
                "STATUS x ()",
                "STATUS x (SIZE",
                "STATUS",
                "APPEND x {3",
                "UID",
                "UID NOOP",
                "SELECT x (CONDSTORE)",
                "LOGIN \"a\0\" b",
                "LOGIN {2}\r\n\0a b",
                "LOGIN \"\u00ff\" b"
            })
    void whatIsNoCommandIsAnError(String text) {
        assertThat(parse(text)).isInstanceOf(Misunderstood.class);
    }

    @Test
    void anErrorKeepsTheTag() {
        assertThat(parse("NONSENSE")).isEqualTo(new Misunderstood(new Tag("a"), 10, "command"));
        assertThat(CommandParser.parse("+a NOOP", Revision.IMAP4REV1)).isEqualTo(new Misunderstood(null, 0, "tag"));
    }

    @org.junit.jupiter.api.Tag("IMAP-5")
    @ParameterizedTest
    @ValueSource(strings = {"(", "NOT ", "OR ALL ", "OR ", "(NOT "})
    void deepNestingIsACleanError(String nesting) {
        assertThat(parse("SEARCH " + nesting.repeat(100_000) + "ALL")).isInstanceOf(Misunderstood.class);
        assertThat(parse(nesting.repeat(100_000))).isInstanceOf(Misunderstood.class);
    }

    @Test
    void nestingWithinTheLimitIsUnderstood() {
        assertThat(parse("SEARCH " + "NOT ".repeat(40) + "ALL")).isInstanceOf(Understood.class);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theParserNeverThrows(long seed) {
        Random random = new Random(seed);
        String[] words = {
            "a ",
            "UID ",
            "FETCH ",
            "SEARCH ",
            "STORE ",
            "LIST ",
            "STATUS ",
            "APPEND ",
            "CREATE ",
            "ID ",
            "LOGIN ",
            "1:*",
            ",",
            "$",
            "(",
            ")",
            "\"",
            "\\",
            "{3}\r\nabc",
            "{9}\r\n",
            "BODY[",
            "]",
            "<0.1>",
            "HEADER.FIELDS ",
            " ",
            " ",
            "NOT ",
            "OR ",
            "FLAGS ",
            "RETURN (",
            "\0",
            "\u00ff",
            "1-Jan-2020",
            "999999999999999999999",
            "USE (\\",
            "%",
            "*",
            "BEFORE ",
            "UID 5",
            "MIN ",
            "CHARSET x ",
            "NIL",
            "BINARY[1.2",
            "ENABLE ",
            "-",
            "+",
            "AUTHENTICATE ",
            "="
        };
        var text = new StringBuilder(random.nextBoolean() ? "a " : "");
        int count = random.nextInt(14);
        for (int i = 0; i < count; i++) {
            text.append(words[random.nextInt(words.length)]);
        }

        for (Revision revision : Revision.values()) {
            assertThat(CommandParser.parse(text.toString(), revision))
                    .as("seed %s", seed)
                    .isNotNull();
            assertThat(CommandParser.parseAppend(text.toString(), new Literal(3, true, true), revision))
                    .isNotNull();
        }
    }

    private static FetchItem body(Section section, Partial partial, Seen seen) {
        return new FetchItem.Body(section, partial, seen, Wording.BODY);
    }

    private static List<FetchItem> items(String items) {
        return ((ImapCommand.Fetch) command("FETCH 1 " + items)).items();
    }

    private static SearchKey key(String key) {
        return ((ImapCommand.Search) command("SEARCH " + key)).key();
    }

    private static ReceivedCommand parse(String text) {
        return CommandParser.parse("a " + text, Revision.IMAP4REV1);
    }

    private static ImapCommand command(String text) {
        ReceivedCommand received = parse(text);
        assertThat(received).isInstanceOf(Understood.class);
        return ((Understood) received).command();
    }
}
