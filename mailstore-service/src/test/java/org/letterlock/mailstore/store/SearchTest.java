package org.letterlock.mailstore.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.mailstore.MailstoreFixture.append;
import static org.letterlock.mailstore.MailstoreFixture.inbox;
import static org.letterlock.mailstore.MailstoreFixture.octets;
import static org.letterlock.mailstore.MailstoreFixture.store;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.search.SearchKey;
import org.letterlock.imap.search.SearchKey.All;
import org.letterlock.imap.search.SearchKey.And;
import org.letterlock.imap.search.SearchKey.Body;
import org.letterlock.imap.search.SearchKey.ChangedSince;
import org.letterlock.imap.search.SearchKey.DateRelation;
import org.letterlock.imap.search.SearchKey.HasFlag;
import org.letterlock.imap.search.SearchKey.Header;
import org.letterlock.imap.search.SearchKey.InternalDate;
import org.letterlock.imap.search.SearchKey.Larger;
import org.letterlock.imap.search.SearchKey.Not;
import org.letterlock.imap.search.SearchKey.Or;
import org.letterlock.imap.search.SearchKey.SentDate;
import org.letterlock.imap.search.SearchKey.Smaller;
import org.letterlock.imap.search.SearchKey.Text;
import org.letterlock.imap.search.SearchKey.UidIn;

@Tag("SEARCH-1")
class SearchTest {
    private static final AccountId ANNA = new AccountId(UUID.randomUUID());
    private static FolderId inbox;

    @BeforeAll
    static void someMail() {
        inbox = inbox(ANNA);
        append(
                ANNA,
                "INBOX",
                octets("From: Anna Meier <anna@example.org>\r\nTo: ben@example.net, <c@example.com>\r\n"
                        + "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= aus =?iso-8859-1?Q?K=F6ln?=\r\n"
                        + "Date: Thu, 30 Apr 2026 23:30:00 -0200\r\nX-Mood: Fine\r\n\r\nplain text of one\r\n"),
                Flag.SEEN,
                new Flag("work"));
        String base64 = Base64.getMimeEncoder()
                .encodeToString("Der gr\u00fcne Apfel".repeat(500).getBytes(UTF_8));
        append(
                ANNA,
                "INBOX",
                octets(
                        "From: Ben <ben@example.net>\r\nCc: anna@example.org\r\nTo: d@example.org\r\nTo: e@example.org\r\n"
                                + "Subject: two\r\nDate: nonsense\r\nX-Mood:\r\nMIME-Version: 1.0\r\n"
                                + "Content-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n--b\r\n"
                                + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                                + base64
                                + "\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\nbinary-needle\r\n"
                                + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: the inner one\r\n\r\n"
                                + "inner text\r\n--b--\r\n"),
                Flag.FLAGGED);
        append(
                ANNA,
                "INBOX",
                octets("Subject: three\r\nContent-Type: text/plain; charset=windows-1252\r\n"
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\nsoft line br=\r\neak and 5 =80\r\n"));
    }

    static Stream<Arguments> keys() {
        var may1 = LocalDate.of(2026, 5, 1);
        return Stream.of(
                Arguments.of(new All(), "1:3"),
                Arguments.of(new UidIn(UidSet.of(new Uid(2), new Uid(9))), "2"),
                Arguments.of(new HasFlag(Flag.SEEN), "1"),
                Arguments.of(new Not(new HasFlag(Flag.SEEN)), "2:3"),
                Arguments.of(new HasFlag(new Flag("WORK")), "1"),
                Arguments.of(new HasFlag(new Flag("never-used")), ""),
                Arguments.of(new Header("From", "anna"), "1"),
                Arguments.of(new Header("FROM", "anna meier <anna@example.org>"), "1"),
                Arguments.of(new Header("cc", "ANNA@"), "2"),
                Arguments.of(new Header("To", "example.com"), "1"),
                Arguments.of(new Header("To", "e@example.org"), "2"),
                Arguments.of(new Header("Subject", "GR\u00dcSSE aus k\u00d6ln"), "1"),
                Arguments.of(new Header("Subject", ""), "1:3"),
                Arguments.of(new Header("X-Mood", "fine"), "1"),
                Arguments.of(new Header("X-Mood", ""), "1:2"),
                Arguments.of(new Header("Return-Path", ""), ""),
                Arguments.of(new Header("X-None", ""), ""),
                Arguments.of(new Body("gr\u00fcne apfelder"), "2"),
                Arguments.of(new Body("binary-needle"), ""),
                Arguments.of(new Body("inner text"), "2"),
                Arguments.of(new Body("THE INNER ONE"), "2"),
                Arguments.of(new Body("line break and 5 \u20ac"), "3"),
                Arguments.of(new Body("anna"), ""),
                Arguments.of(new Text("anna"), "1:2"),
                Arguments.of(new Text("plain text of"), "1"),
                Arguments.of(new Text("octet-stream"), "2"),
                Arguments.of(new Text("nowhere at all"), ""),
                Arguments.of(new Larger(1000), "2"),
                Arguments.of(new Smaller(200), "3"),
                Arguments.of(new InternalDate(DateRelation.ON, may1), "1:3"),
                Arguments.of(new InternalDate(DateRelation.BEFORE, may1), ""),
                Arguments.of(new SentDate(DateRelation.ON, LocalDate.of(2026, 4, 30)), "1"),
                Arguments.of(new SentDate(DateRelation.SINCE, LocalDate.of(1990, 1, 1)), "1"),
                Arguments.of(new ChangedSince(new ModSeq(0)), "1:3"),
                Arguments.of(new ChangedSince(new ModSeq(1000)), ""),
                Arguments.of(new Or(new Body("inner text"), new HasFlag(Flag.SEEN)), "1:2"),
                Arguments.of(new And(List.of(new Text("anna"), new Not(new HasFlag(Flag.SEEN)))), "2"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void findsWhatMatches(SearchKey key, String uids) {
        assertThat(store().search(ANNA, inbox, key).format()).isEqualTo(uids);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void notFindsTheOthers(SearchKey key, String uids) {
        UidSet found = store().search(ANNA, inbox, key);

        UidSet others = store().search(ANNA, inbox, new Not(key));

        assertThat(found.intersection(others).isEmpty()).isTrue();
        assertThat(new ArrayList<>(found.union(others).uids().toList())).hasSize(3);
    }
}
