package org.letterlock.mailsyntax.date;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.Text;

class MessageDateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fri, 21 Nov 1997 09:55:06 -0600|1997-11-21T09:55:06-06:00",
                "21 Nov 97 09:55:06 GMT|1997-11-21T09:55:06Z",
                "Thu, 13 Feb 1969 23:32 -0330 (Newfoundland Time)|1969-02-13T23:32-03:30",
                "Fri, 21 Nov 1997 09(comment):   55  :  06 -0600|1997-11-21T09:55:06-06:00",
                "Monday, 3 August 2026 9:05 PDT|2026-08-03T09:05-07:00",
                "mon,3 AUG 2026 09:05:00 +0200|2026-08-03T09:05+02:00",
                "1-Jan-2026 00:00:60 Z|2026-01-01T00:00:59Z",
                "1 Jan 49 00:00 UT|2049-01-01T00:00Z",
                "1 Jan 50 00:00 EST|1950-01-01T00:00-05:00",
                "1 Jan 126 00:00 +0000|2026-01-01T00:00Z",
                "29 Feb 2024 12:00:00 -0000|2024-02-29T12:00Z",
                "3 Aug 2026 09:05:00|2026-08-03T09:05Z",
                "3 Aug 2026 09:05:00 +9999|2026-08-03T09:05Z",
            })
    void readsCurrentAndObsoleteForms(String text, OffsetDateTime date) {
        assertThat(MessageDate.parse(text).require()).isEqualTo(date);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "Fri,",
                "32 Jan 2026 00:00 Z",
                "29 Feb 2026 00:00 Z",
                "1 Foo 2026 00:00 Z",
                "1 Jan 2026 24:00 Z",
                "1 Jan 2026 00:60 Z",
                "1 Jan 2026",
                "1 Jan 2 00:00 Z",
                "1 Jan 12345 00:00 Z",
                "((((((",
                "1 Jan 2026 0000 Z",
                "999999999999 Jan 2026 00:00 Z",
                "\u0661 Jan 2026 00:00 Z",
            })
    void refusesWhatIsNoDate(String text) {
        assertThat(MessageDate.parse(text)).isInstanceOf(SyntaxError.class);
    }

    @Test
    void formatsAsTheGrammarWants() {
        assertThat(MessageDate.format(OffsetDateTime.parse("2026-08-03T09:05:00.123+02:00")))
                .isEqualTo("Mon, 3 Aug 2026 09:05:00 +0200");
        assertThat(MessageDate.format(OffsetDateTime.parse("2026-12-31T23:59:59-03:30")))
                .isEqualTo("Thu, 31 Dec 2026 23:59:59 -0330");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neverThrowsAndReadsBackWhatItFormats(long seed) {
        Random random = new Random(seed);
        List<String> alphabet = List.of(
                "Mon", ",", " ", "3", "12", "Aug", "2026", ":", "09", "+0200", "-", "(", ")", "\\", "GMT", "\u00E9",
                "99999");
        for (int i = 0; i < 3000; i++) {
            MessageDate.parse(Text.random(random, 12, alphabet));
            OffsetDateTime date = OffsetDateTime.parse("2026-08-03T09:05:00Z")
                    .plusSeconds(random.nextInt())
                    .withOffsetSameInstant(java.time.ZoneOffset.ofTotalSeconds((random.nextInt(33) - 16) * 1800));
            assertThat(MessageDate.parse(MessageDate.format(date)).require()).isEqualTo(date);
        }
    }
}
