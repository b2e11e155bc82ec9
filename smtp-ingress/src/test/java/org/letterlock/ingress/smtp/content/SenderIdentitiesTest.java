package org.letterlock.ingress.smtp.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.ingress.smtp.content.SenderIdentities.Named;
import org.letterlock.ingress.smtp.content.SenderIdentities.Refused;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;

class SenderIdentitiesTest {
    private static final Domain OURS = new Domain("example.org");

    @Test
    @Tag("SPOOF-4")
    void everyMailboxOfFromAndTheSenderAreNamed() {
        assertThat(ofSubmission("From: A <a@example.org>, b@example.org\r\nSender: c@example.org\r\n"))
                .isEqualTo(new Named(
                        List.of(address("a@example.org"), address("b@example.org")), address("c@example.org")));
        assertThat(ofSubmission("from: a@example.org\r\n"))
                .isEqualTo(new Named(List.of(address("a@example.org")), null));
    }

    @ParameterizedTest
    @Tag("SPOOF-13")
    @Tag("SPOOF-14")
    @ValueSource(
            strings = {
                "Subject: no from\r\n",
                "From: a@example.org\r\nFrom: a@example.org\r\n",
                "From: a@example.org\r\nFROM: a@example.org\r\n",
                "From: a@example.org, b@example.org\r\n",
                "From: not an address\r\n",
                "From: \r\n",
                "From: Friends: a@example.org;\r\n",
                "From: a@example.org\r\nSender: x@example.org, y@example.org\r\n",
                "From: a@example.org\r\nSender: x@example.org\r\nSender: x@example.org\r\n",
                "From: <a@example.org> <b@example.org>\r\n",
            })
    void aSubmissionHasExactlyOneFromThatCanBeRead(String fields) {
        assertThat(ofSubmission(fields)).isEqualTo(new Refused(HeaderReplies.INVALID_FROM));
    }

    @ParameterizedTest
    @Tag("SPOOF-13")
    @ValueSource(
            strings = {
                "From: a@x.example\r\nFrom: b@x.example\r\n",
                "Subject: a\r\nsubject: b\r\n",
                "Sender: a@x.example\r\nSender: b@x.example\r\n"
            })
    void fromOutsideFieldsThatReadersShowMayNotOccurTwice(String fields) {
        assertThat(ofReception(fields)).isEqualTo(new Refused(HeaderReplies.REPEATED_FIELD));
    }

    @ParameterizedTest
    @Tag("SPOOF-6")
    @ValueSource(
            strings = {
                "From: <boss@example.org> <x@evil.example>\r\n",
                "From: boss@EXAMPLE.org x@evil.example\r\n",
                "From: boss@ example.org, <\r\n",
                "From: \"x\" <boss@example.org\r\n",
                "Sender: <boss@example.org.> ><\r\n",
                "From: boss@(at)example.org (home) x@\r\n",
                "From: boss@((a)b)example.org <\r\n",
                "From: boss@(at\r\n )example.org <\r\n",
                "From: boss@\\example.org <\r\n",
                "From: boss@exam\"ple\".org <\r\n",
                "From: =?utf-8?q?boss=40example.org?=\r\n",
                "From: =?utf-8?b?Ym9zc0BleGFtcGxlLm9yZw==?=\r\n",
                "From: \"boss@example.org\":;\r\n",
                "From: boss@exam=?utf-8?q?=E2=80=8D?=ple.org\r\n",
                "From: boss@exam\u00E2\u0080\u008Dple.org\r\n",
                "From: boss@exam\u00E2\u0081\u00A0ple.org <\r\n",
                "From: b\u00C3\u00B6ss@example.org\r\n",
                "From: boss@exam\u0007ple.org\r\n",
                "Sender: x@elsewhere.example, boss@example.org\r\n",
            })
    void whatCannotBeReadMayNotNameADomainOfOurs(String fields) {
        assertThat(ofReception(fields)).isEqualTo(new Refused(HeaderReplies.INVALID_FROM));
    }

    @ParameterizedTest
    @Tag("SPOOF-6")
    @ValueSource(
            strings = {
                "From\r\n : boss@example.org\r\n",
                "From\r\n\t\r\n :boss@example.org\r\n",
                "Subject: x\r\n\u00EF\u00BB\u00BFFrom: boss@example.org\r\n",
                "Subject: x\r\nFrom\u000B: boss@example.org\r\n",
                "Subject: x\r\nFrom\u00A0: boss@example.org\r\n",
                "Subject: x\r\nSe\r\n nder: boss@example.org\r\n",
                " From: boss@example.org\r\n",
                " what follows our trace field\r\nFrom: x@elsewhere.example\r\n",
            })
    void fromOutsideASenderFieldIsNotDisguised(String fields) {
        assertThat(ofReception(fields)).isEqualTo(new Refused(HeaderReplies.MALFORMED));
    }

    @ParameterizedTest
    @Tag("SPOOF-6")
    @ValueSource(strings = {".", "@", "@.", "(", "@(", "@\u00FC", "\"", "=?x?q?a", " @", "\\"})
    void senderFieldsOfAnyLengthAreReadInLinearTime(String piece) {
        String body = "a@" + piece.repeat(98_000 / piece.getBytes(UTF_8).length) + "a";

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> ofReception("From: " + body + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject: no from\r\n", "From: nonsense\r\n", "From: a@b@elsewhere.example\r\n"})
    void sloppyMailFromElsewhereIsTaken(String fields) {
        assertThat(ofReception(fields)).isEqualTo(new Named(List.of(), null));
    }

    @Test
    @Tag("SPOOF-4")
    void aMessageHasAHundredAuthorsAtMost() {
        String from = "From: " + "a@example.org, ".repeat(99) + "a@example.org";

        assertThat(ofReception(from + "\r\n")).isInstanceOf(Named.class);
        assertThat(ofReception(from + ", a@example.org\r\n")).isEqualTo(new Refused(HeaderReplies.INVALID_FROM));
        assertThat(ofSubmission(from + "\r\nSender: a@example.org\r\n")).isInstanceOf(Named.class);
        assertThat(ofSubmission(from + ", a@example.org\r\nSender: a@example.org\r\n"))
                .isEqualTo(new Refused(HeaderReplies.INVALID_FROM));
    }

    @ParameterizedTest
    @Tag("SMTP-15")
    @ValueSource(
            strings = {
                "bob",
                "Bob <bob>",
                "a@example.org, bob",
                "\"a@b.example\" <bob>",
                "Friends: bob, a@example.org;",
                "Bob, the Builder@example.org",
                "bob (at home@here)"
            })
    void addressesWithoutDomainAreFound(String body) {
        assertThat(UnqualifiedAddresses.isIn(body)).isTrue();
    }

    @ParameterizedTest
    @Tag("SMTP-15")
    @ValueSource(
            strings = {
                "",
                "a@example.org",
                "\"Bob, Builder\" <bob@example.org>",
                "undisclosed-recipients:;",
                "Friends: a@example.org, b@example.org;",
                "(comment) a@example.org (another, one)",
                "a@example.org,",
                "\"unclosed"
            })
    void addressesWithDomainAndUnreadableFieldsAreNot(String body) {
        assertThat(UnqualifiedAddresses.isIn(body)).isFalse();
    }

    private static SenderIdentities ofSubmission(String fields) {
        return SenderIdentities.ofSubmission(section(fields));
    }

    private static SenderIdentities ofReception(String fields) {
        return SenderIdentities.ofReception(section(fields), OURS::equals);
    }

    private static HeaderSection section(String fields) {
        return ((HeaderReading.Complete)
                        HeaderSection.parse((fields + "\r\n").getBytes(ISO_8859_1), HeaderLimits.DEFAULT))
                .section();
    }

    private static AddrSpec address(String text) {
        return AddrSpec.parse(text).require();
    }
}
