package org.letterlock.mailsyntax.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.mailsyntax.Text;
import org.letterlock.mailsyntax.mime.MessageEnvelope.EnvelopeAddress;

class EnvelopeAddressesTest {
    private static String shown(List<EnvelopeAddress> addresses) {
        return addresses.stream()
                .map(address -> address.name() + "/" + address.mailbox() + "/" + address.host())
                .collect(Collectors.joining(" ; "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "anna@example.org|null/anna/example.org",
                "Anna B <anna@Example.ORG>|Anna B/anna/Example.ORG",
                "\"B, \\\"Anna\\\"\" <a@x>|B, \"Anna\"/a/x",
                "a@x (Anna B)|Anna B/a/x",
                "=?utf-8?q?=C3=BC?= <a@x>|=?utf-8?q?=C3=BC?=/a/x",
                "a@x, b@y|null/a/x ; null/b/y",
                "Grp: a@x, B <b@y>;, c@z|null/Grp/null ; null/a/x ; B/b/y ; null/null/null ; null/c/z",
                "undisclosed-recipients:;|null/undisclosed-recipients/null ; null/null/null",
                "unclosed: a@x|null/unclosed/null ; null/a/x ; null/null/null",
                "<@r1,@r2:a@x>|null/a/x",
                "just a name|null/just a name/",
                "<>|null//",
                "Name <>|Name//",
                "Name <a>|Name/a/",
                "\"a b\"@x|null/a b/x",
                "a . b @ x (c)|c/a.b/x",
                "a@[192.0.2.1]|null/a/[192.0.2.1]",
                "Joe Q. Public <j@x>|Joe Q. Public/j/x",
                "victim@local <attacker@evil>|null/victim/local",
                "a@x,,, ,b@y|null/a/x ; null/b/y",
                "<a@x|null/a/x",
                "``|``",
            })
    void showsWhatItFinds(String body, String expected) {
        assertThat(shown(EnvelopeAddresses.parse(body))).isEqualTo(expected);
    }

    @Test
    void neverThrowsAndIsBounded() {
        List<String> alphabet = List.of(
                "a", "@", "<", ">", ",", ";", ":", "(", ")", "\"", "\\", " ", ".", "[", "]", "\u00E9", "\uD83D");
        for (long seed = 0; seed < 20_000; seed++) {
            EnvelopeAddresses.parse(Text.random(new Random(seed), 20, alphabet));
        }
        assertThat(EnvelopeAddresses.parse("a@b,".repeat(500_000))).hasSizeLessThanOrEqualTo(10_001);
        EnvelopeAddresses.parse("(".repeat(500_000));
    }
}
