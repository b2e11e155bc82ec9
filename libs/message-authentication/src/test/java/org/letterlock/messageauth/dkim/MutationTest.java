package org.letterlock.messageauth.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.mailsyntax.dkim.Canonicalization;

/** What may happen to a signed message on its way, and what its signature makes of it in each canonicalization. */
@Tag("DKIM-49")
class MutationTest {
    private static final Set<Canonicalization> BOTH = Set.of(Canonicalization.values());
    private static final Set<Canonicalization> RELAXED = Set.of(Canonicalization.RELAXED);
    private static final Set<Canonicalization> NONE = Set.of();

    private static final String FIRST_HOP = "Received: from a.example by b.example; Fri, 2 Jan 2026 03:04:04 +0000\r\n";
    private static final String LAST_HOP = "Received: from b.example by c.example; Fri, 2 Jan 2026 03:04:05 +0000\r\n";

    private static final String MESSAGE = """
            Received: from b.example by c.example; Fri, 2 Jan 2026 03:04:05 +0000
            Received: from a.example by b.example; Fri, 2 Jan 2026 03:04:04 +0000
            From: Anna <anna@example.org>
            To: bert@example.net
            Subject: some words and caf\u00e9
            X-Note: not signed

            Dear Bert,

            you know it.
            Anna
            """.replace("\n", "\r\n");

    /** A change, and the canonicalizations of header and body in which a signature survives it. */
    private record Mutation(
            String name, String old, String replacement, Set<Canonicalization> header, Set<Canonicalization> body) {}

    private static final List<Mutation> MUTATIONS = List.of(
            new Mutation("nothing", "Subject", "Subject", BOTH, BOTH),
            new Mutation("white space in a field", "some words", "some \t words", RELAXED, BOTH),
            new Mutation("white space at the end of a field", "net\r\n", "net \r\n", RELAXED, BOTH),
            new Mutation("white space before the colon", "Subject: some", "Subject : some", RELAXED, BOTH),
            new Mutation("no white space after the colon", "Subject: some", "Subject:some", RELAXED, BOTH),
            new Mutation("case of a name", "Subject: some", "SUBJECT: some", RELAXED, BOTH),
            new Mutation("folding", "some words", "some\r\n words", RELAXED, BOTH),
            new Mutation("folding with more space", "some words", "some\r\n\t words", RELAXED, BOTH),
            new Mutation("a space inside of a word", "some", "so me", NONE, BOTH),
            new Mutation("case of a value", "some words", "Some words", NONE, BOTH),
            new Mutation("another octet of eight bits", "\u00e9", "\u00e8", NONE, BOTH),
            new Mutation(
                    "order of fields with different names",
                    "From: Anna <anna@example.org>\r\nTo: bert@example.net\r\n",
                    "To: bert@example.net\r\nFrom: Anna <anna@example.org>\r\n",
                    BOTH,
                    BOTH),
            new Mutation("order of fields with one name", LAST_HOP + FIRST_HOP, FIRST_HOP + LAST_HOP, NONE, BOTH),
            new Mutation("a new field that is not signed", "From: Anna", "X-Trace: 1\r\nFrom: Anna", BOTH, BOTH),
            new Mutation(
                    "a signed field once more above", "Subject: some", "Subject: other\r\nSubject: some", BOTH, BOTH),
            new Mutation("a signed field once more below", "X-Note:", "Subject: other\r\nX-Note:", NONE, BOTH),
            new Mutation(
                    "an oversigned field once more above", "To: bert", "From: eve@example.com\r\nTo: bert", NONE, BOTH),
            new Mutation("a field signed as absent", "X-Note:", "Reply-To: eve@example.com\r\nX-Note:", NONE, BOTH),
            new Mutation("a signed field removed", "To: bert@example.net\r\n", "", NONE, BOTH),
            new Mutation("a field that is not signed removed", "X-Note: not signed\r\n", "", BOTH, BOTH),
            new Mutation("a field that is not signed changed", "not signed", "changed", BOTH, BOTH),
            new Mutation("empty lines behind the body", "Anna\r\n", "Anna\r\n\r\n\r\n", BOTH, BOTH),
            new Mutation("no line end behind the body", "it.\r\nAnna\r\n", "it.\r\nAnna", BOTH, BOTH),
            new Mutation("blank lines behind the body", "it.\r\nAnna\r\n", "it.\r\nAnna\r\n \t\r\n", BOTH, RELAXED),
            new Mutation("white space at the end of a line", "it.", "it. \t", BOTH, RELAXED),
            new Mutation("white space in a line", "know it", "know \t it", BOTH, RELAXED),
            new Mutation("white space at the start of a line", "you", " you", BOTH, NONE),
            new Mutation("an empty line inside of the body", "it.\r\n", "it.\r\n\r\n", BOTH, NONE),
            new Mutation("another octet of the body", "know", "knew", BOTH, NONE),
            new Mutation("an LF alone", "it.\r\n", "it.\n", BOTH, NONE),
            new Mutation("the end cut off", "it.\r\nAnna\r\n", "it.\r\n", BOTH, NONE),
            new Mutation("all cut off", "Dear Bert,\r\n\r\nyou know it.\r\nAnna\r\n", "", BOTH, NONE),
            new Mutation("a line added", "it.\r\nAnna\r\n", "it.\r\nAnna\r\nP.S.\r\n", BOTH, NONE));

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Mutation mutation : MUTATIONS) {
            for (Canonicalization header : Canonicalization.values()) {
                for (Canonicalization body : Canonicalization.values()) {
                    cases.add(Arguments.of(mutation, header, body, TestKey.ED25519));
                }
            }
            cases.add(Arguments.of(mutation, Canonicalization.RELAXED, Canonicalization.RELAXED, TestKey.RSA));
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0} {1}/{2}")
    @MethodSource("cases")
    void aSignatureSurvivesWhatItsCanonicalizationAllows(
            Mutation mutation, Canonicalization header, Canonicalization body, TestKey key) {
        TestMessage signed = new TestMessage(MESSAGE)
                .signed(
                        key,
                        "c=%s/%s; d=example.org; s=sel; h=Received:From:From:To:Subject:Received:Reply-To"
                                .formatted(header, body)
                                .replace("RELAXED", "relaxed")
                                .replace("SIMPLE", "simple"));

        DkimReport report = signed.replace(mutation.old(), mutation.replacement())
                .verify(new KeyZone().publish(TestMessage.KEY_NAME, key.record()));

        boolean survives = mutation.header().contains(header) && mutation.body().contains(body);
        assertThat(report.result()).isEqualTo(survives ? DkimResult.PASS : DkimResult.FAIL);
    }

    @ParameterizedTest
    @MethodSource("canonicalizations")
    void theValueOfASignatureMayBeFoldedAnew(String canonicalization) {
        TestMessage signed = new TestMessage(MESSAGE)
                .signed(TestKey.ED25519, "c=" + canonicalization + "; d=example.org; s=sel; h=From");
        int value = signed.text().indexOf("b=", signed.text().indexOf("bh=") + 3) + 2;
        String folded = signed.text().substring(0, value)
                + "\r\n\t"
                + signed.text().substring(value, value + 20)
                + " \r\n "
                + signed.text().substring(value + 20);

        DkimReport report =
                new TestMessage(folded).verify(new KeyZone().publish(TestMessage.KEY_NAME, TestKey.ED25519.record()));

        assertThat(report.result()).isEqualTo(DkimResult.PASS);
    }

    static Stream<String> canonicalizations() {
        return Stream.of("simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed", "simple", "relaxed");
    }
}
