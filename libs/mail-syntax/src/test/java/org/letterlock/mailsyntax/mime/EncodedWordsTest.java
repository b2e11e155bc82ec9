package org.letterlock.mailsyntax.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.Text;

class EncodedWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain|plain",
                // RFC 2047 section 8
                "(=?ISO-8859-1?Q?a?=)|(a)",
                "(=?ISO-8859-1?Q?a?= b)|(a b)",
                "(=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=)|(ab)",
                "(=?ISO-8859-1?Q?a_b?=)|(a b)",
                "(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)|(a b)",
                "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=|If you can read this yo",
                "=?US-ASCII*EN?Q?Keith_Moore?=|Keith Moore", // RFC 2231 section 5
                "=?utf-8?b?w7w=?=|\u00FC",
                "=?utf-8?q?=C3?= =?utf-8?q?=BC?=|\u00FC",
                "=?utf-8?q?=C3?=|\uFFFD",
                "=?utf-8?q?a=?= b|a= b",
                "=?no-such-charset?q?a?=|=?no-such-charset?q?a?=",
                "=?../../etc?q?a?=|=?../../etc?q?a?=",
                "=?utf-8?x?a?=|=?utf-8?x?a?=",
                "=?utf-8?b?!?=|``",
                "=?utf-8?q?a|=?utf-8?q?a",
                "=?=?=?=?utf-8?q?a?=|=?=?=?a",
                "=?iso-8859-1?q?=80?=|\u20AC",
            })
    void decodesWhatItCanAndKeepsTheRest(String text, String decoded) {
        assertThat(EncodedWords.decode(text)).isEqualTo(decoded);
    }

    @Test
    void encodesInWordsThatFitALine() {
        String text = "J\u00FCrgen \uD83D\uDE00 ".repeat(30);

        String encoded = EncodedWords.encode(text);

        assertThat(encoded.split(" ")).allMatch(word -> word.length() <= 75 && EncodedWords.looksEncoded(word));
        assertThat(EncodedWords.decode(encoded)).isEqualTo(text);
        assertThat(EncodedWords.decode(EncodedWords.encode("a\r\nb\u0000"))).isEqualTo("ab");
    }

    @Test
    void neverThrows() {
        List<String> alphabet =
                List.of("=?", "?=", "?", "utf-8", "q", "B", "=", "_", "=C3", " ", "\u00E9", "\uD83D", "*", "YQ==");
        for (long seed = 0; seed < 5000; seed++) {
            assertThat(EncodedWords.decode(Text.random(new Random(seed), 12, alphabet)))
                    .isNotNull();
        }
        EncodedWords.decode("=?utf-8?q?a".repeat(20_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=?x?q?a", "=?x?b?a", "=?utf-8?q?a ", "=?x=?x?q?a", "=?utf-8?b?a=a"})
    void timeIsLinearInTheLength(String piece) {
        String text = piece.repeat(1_000_000 / piece.length()) + "?=";

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> EncodedWords.decode(text));
    }
}
