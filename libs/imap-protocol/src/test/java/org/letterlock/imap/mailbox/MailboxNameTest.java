package org.letterlock.imap.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

class MailboxNameTest {
    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    // RFC 3501 section 5.1.3
    @Tag("IMAP-7")
    @ParameterizedTest
    @CsvSource({
        "'~peter/mail/&U,BTFw-/&ZeVnLIqe-', ~peter/mail/\u53f0\u5317/\u65e5\u672c\u8a9e",
        "Hi&AFg-, HiX",
        "Entw&APw-rfe, Entw\u00fcrfe",
        "A&-B, A&B",
        "&2D3eAA-, \ud83d\ude00",
        "p&AOQA5A-, p\u00e4\u00e4"
    })
    void modifiedUtf7IsUnderstood(String wire, String name) {
        assertThat(ModifiedUtf7.parse(wire)).isEqualTo(new Parsed<>(name));
    }

    @Tag("IMAP-7")
    @ParameterizedTest
    @ValueSource(strings = {"&", "&AOQ", "&AO-", "&A-", "&2D0-", "\u00e4", "a&*-", "tab\t", "&AOQAAA"})
    void brokenModifiedUtf7IsRefused(String wire) {
        assertThat(ModifiedUtf7.parse(wire)).isInstanceOf(SyntaxError.class);
    }

    @Tag("IMAP-7")
    @ParameterizedTest
    @MethodSource("seeds")
    void everyNameSurvivesModifiedUtf7(long seed) {
        Random random = new Random(seed);
        int[] codePoints = random.ints(random.nextInt(20), 1, 0x2FFFF)
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .toArray();
        String name = new String(codePoints, 0, codePoints.length) + (random.nextBoolean() ? "&x" : "");

        String wire = ModifiedUtf7.format(name);

        assertThat(wire.chars()).allMatch(c -> c >= ' ' && c <= '~');
        assertThat(ModifiedUtf7.parse(wire)).isEqualTo(new Parsed<>(name));
    }

    @Tag("IMAP-7")
    @Test
    void namesThatDifferInNormalisationOnlyAreOne() {
        assertThat(new MailboxName("a\u0308")).isEqualTo(new MailboxName("\u00e4"));
    }

    @Tag("STORE-1")
    @Test
    void inboxIsInboxWithoutCase() {
        assertThat(new MailboxName("inBox")).isEqualTo(MailboxName.INBOX);
        assertThat(new MailboxName("inbox/sub").value()).isEqualTo("INBOX/sub");
        assertThat(new MailboxName("inboxes").value()).isEqualTo("inboxes");
        assertThat(new MailboxName("sub/inbox").value()).isEqualTo("sub/inbox");
    }

    @Test
    void parentsComeFromTheTop() {
        assertThat(new MailboxName("a/b/c").parents()).isEqualTo(List.of(new MailboxName("a"), new MailboxName("a/b")));
        assertThat(new MailboxName("a/b").isBelow(new MailboxName("a"))).isTrue();
        assertThat(new MailboxName("ab").isBelow(new MailboxName("a"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "*, a/b, true",
        "%, a/b, false",
        "%, a, true",
        "a/%, a/b, true",
        "a/%, a, false",
        "%/b, a/b, true",
        "*b, a/b, true",
        "a*, a, true",
        "inb%, INBOX, true",
        "inbox/*, INBOX/x, true",
        "ab, AB, false",
        "%%, a/b, false",
        "%*%, a/b, true",
        "*%, a/b/c, true"
    })
    void patternsMatchAsTheRfcSays(String pattern, String name, boolean matches) {
        assertThat(new MailboxPattern(pattern).matches(new MailboxName(name))).isEqualTo(matches);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void patternsAgreeWithARegularExpression(long seed) {
        Random random = new Random(seed);
        String pattern = text(random, "ab/*%", 8);
        String name = text(random, "ab/", 10);
        Pattern expected = Pattern.compile(pattern.replace("*", ".*").replace("%", "[^/]*"));

        assertThat(new MailboxPattern(pattern).matches(new MailboxName(name)))
                .as("%s against %s", pattern, name)
                .isEqualTo(expected.matcher(name).matches());
    }

    @Tag("IMAP-5")
    @Test
    void aPatternOfThousandsOfWildcardsIsAnsweredAtOnce() {
        MailboxName longName = new MailboxName("a".repeat(4000));
        MailboxPattern hostile = new MailboxPattern("*a".repeat(3999) + "b");
        MailboxPattern percent = new MailboxPattern("%a%".repeat(3999) + "b");
        long start = System.nanoTime();

        boolean matches = hostile.matches(longName) || percent.matches(longName);

        assertThat(matches).isFalse();
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }

    private static String text(Random random, String alphabet, int most) {
        var text = new StringBuilder();
        int length = random.nextInt(most + 1);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
