package org.letterlock.mailsyntax.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.mailsyntax.Text;

class ParameterizedValueTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text/plain|text/plain|{}",
                "Text / HTML (c; d) ; Charset = \"utf-8\" (c)|text/html|{charset=utf-8}",
                "a/b; x=\"q\\\"\\\\;\"; Y=2|a/b|{x=q\"\\;, y=2}",
                "a/b; name=foo bar.pdf; z=1|a/b|{name=foo bar.pdf, z=1}",
                "a/b; x=\"1\" y=\"2\"|a/b|{x=1, y=2}",
                "a/b;;;x;=;y=|a/b|{y=}",
                "a/b; x=1; X=2|a/b|{x=1}",
                "a/b; x=\"unclosed|a/b|{x=unclosed}",
                "; x=1|``|{x=1}",
                "a/b; url*0=\"ftp://\"; url*1=\"cs.utk.edu\"|a/b|{url=ftp://cs.utk.edu}", // RFC 2231 section 3
                "a/b; t*1=b; t*0=a; t*3=d|a/b|{t=ab}",
                "a/b; t*=us-ascii'en-us'This%20is|a/b|{t*=us-ascii'en-us'This%20is}", // section 4
                "a/b; t*0*=us-ascii'en'This%20is%20; t*1*=%2A%2A; t*2=\"isn't it\"|a/b|"
                        + "{t*=us-ascii'en'This%20is%20%2A%2Aisn%27t%20it}", // section 4.1
                "a/b; t*0=\"a b\"; t*1*=%20c|a/b|{t*=''a%20b%20c}",
                "a/b; *=1; *0=2; t*x=3; t*01*=4|a/b|{*=1, *0=2, t*x=3}",
            })
    void readsValueAndParameters(String body, String value, String parameters) {
        ParameterizedValue parsed = ParameterizedValue.parse(body);

        assertThat(parsed.value()).isEqualTo(value);
        assertThat(parsed.parameters()).hasToString(parameters);
    }

    @Test
    void aFileNameSplitOverPiecesShowsItsExtension() {
        Map<String, String> parameters = ParameterizedValue.parse(
                        "attachment; filename*0*=utf-8''invoice%2E; filename*1*=%65x; filename*2=\"e\"")
                .parameters();

        assertThat(ParameterizedValue.decoded(parameters, "filename")).contains("invoice.exe");
    }

    @Test
    void theDecodedFormPrefersRfc2231() {
        assertThat(ParameterizedValue.decoded(Map.of("n", "a", "n*", "iso-8859-1''%FC"), "n"))
                .contains("\u00FC");
        assertThat(ParameterizedValue.decoded(Map.of("n", "=?utf-8?q?=C3=BC?="), "n"))
                .contains("\u00FC");
        assertThat(ParameterizedValue.decoded(Map.of("n*", "bogus''%C3%BC%"), "n"))
                .contains("\u00FC%");
        assertThat(ParameterizedValue.decoded(Map.of("n*", "no quotes"), "n")).contains("no quotes");
        assertThat(ParameterizedValue.decoded(Map.of(), "n")).isEqualTo(Optional.empty());
    }

    @Test
    void differingRepetitionsAreReported() {
        assertThat(ParameterizedValue.parse("a/b; boundary=x; boundary=y").repeated())
                .isTrue();
        assertThat(ParameterizedValue.parse("a/b; boundary=x; boundary*0=y").repeated())
                .isTrue();
        assertThat(ParameterizedValue.parse("a/b; boundary=x; boundary=x").repeated())
                .isFalse();
    }

    @Test
    void numberIsBoundedAndNothingThrows() {
        StringBuilder many = new StringBuilder("a/b");
        for (int i = 0; i < 50_000; i++) {
            many.append("; p").append(i).append("*=''x");
        }
        assertThat(ParameterizedValue.parse(many.toString()).parameters()).hasSize(100);
        assertThat(ParameterizedValue.parse("a/b" + "; p*1=x".repeat(50_000)).parameters())
                .isEmpty();
        List<String> alphabet = List.of(
                "a", "/", ";", "=", "\"", "\\", "(", ")", "*", "*0", "*1*", "'", "%", "%41", " ", "\u00E9", "\uD83D");
        for (long seed = 0; seed < 5000; seed++) {
            ParameterizedValue parsed = ParameterizedValue.parse(Text.random(new Random(seed), 20, alphabet));
            ParameterizedValue.decoded(parsed.parameters(), "a");
        }
    }
}
