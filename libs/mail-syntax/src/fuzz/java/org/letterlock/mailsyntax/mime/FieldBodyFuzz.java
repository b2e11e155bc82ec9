package org.letterlock.mailsyntax.mime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.time.OffsetDateTime;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.date.MessageDate;

/** Field bodies that are read leniently: nothing throws, and nothing grows beyond what it was made of. */
class FieldBodyFuzz {
    private static final int MOST_OCTETS_OF_A_CHAR = 3; // each of which an encoded word may take for a character

    @DictionaryEntries({
        "text/plain; charset=",
        "filename*0*=utf-8''%C3",
        "=?utf-8?b?",
        "=?iso-8859-1?Q?=E9",
        "?=",
        "Mon, 3 Aug 2026 09:05:00 +0200",
        "(",
        "\\",
        "\"",
        "<a@example.org>"
    })
    @FuzzTest
    void nothingThrows(@NotNull String body) {
        ParameterizedValue value = ParameterizedValue.parse(body);
        assertThat(value.parameters()).hasSizeLessThanOrEqualTo(100);
        ParameterizedValue.decoded(value.parameters(), "filename");
        EnvelopeAddresses.parse(body);
        if (MessageDate.parse(body) instanceof Parsed<OffsetDateTime>(OffsetDateTime date)) {
            assertThat(MessageDate.parse(MessageDate.format(date))).isEqualTo(new Parsed<>(date));
        }
        assertThat(EncodedWords.decode(body).length()).isLessThanOrEqualTo(MOST_OCTETS_OF_A_CHAR * body.length());
    }
}
