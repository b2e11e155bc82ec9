package org.letterlock.mailsyntax.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.Text;

@Tag("SMTP-6")
class AddrSpecTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "anna@example.org, anna, anna@example.org",
                "Anna.B+tag@EXAMPLE.org, Anna.B+tag, Anna.B+tag@example.org",
                "user%host.example@relay.example, user%host.example, user%host.example@relay.example",
                "a!b!c@example.org, a!b!c, a!b!c@example.org",
                "'\"anna\"@example.org', anna, anna@example.org",
                "'\"a b\"@example.org', a b, '\"a b\"@example.org'",
                "'\"a@b\"@example.org', a@b, '\"a@b\"@example.org'",
                "'\"a\\\"b\\\\c\"@example.org', 'a\"b\\c', '\"a\\\"b\\\\c\"@example.org'",
                "'\"\\a\"@example.org', a, a@example.org",
                "'\"a..b\"@example.org', a..b, '\"a..b\"@example.org'",
                "'\".a\"@example.org', .a, '\".a\"@example.org'",
                "anna@[192.0.2.1], anna, anna@[192.0.2.1]",
                "anna@[IPv6:2001:db8::1], anna, anna@[IPv6:2001:db8::1]",
                "${jndi:ldap}@example.org, '', ''",
            })
    void readsAndFormats(String text, String localPart, String formatted) {
        ParseResult<AddrSpec> result = AddrSpec.parse(text);
        if (localPart.isEmpty()) {
            assertThat(result).isInstanceOf(SyntaxError.class);
            return;
        }

        AddrSpec address = result.require();
        assertThat(address.localPart()).isEqualTo(localPart);
        assertThat(address.format()).isEqualTo(formatted);
        assertThat(AddrSpec.parse(formatted).require()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "anna",
                "anna@",
                "@example.org",
                "\"\"@example.org",
                "\"@example.org",
                "\"a\\",
                "\"a\\\"@example.org",
                "\"a\"b@example.org",
                "a\"b\"@example.org",
                ".a@example.org",
                "a.@example.org",
                "a..b@example.org",
                "a b@example.org",
                " a@example.org",
                "a@example.org ",
                "a(comment)@example.org",
                "<a@example.org>",
                "a@b@example.org",
                "a;cmd;@example.org",
                "|pipe @example.org",
                "a\r\nb@example.org",
                "\"a\r\nb\"@example.org",
                "\"a\\\rb\"@example.org",
                "a\u0000@example.org",
                "\u760D\u760A@example.org",
                "\"\u760D\u760A\"@example.org",
                "j\u00FCrgen@example.org",
                "a@[IPv6:::::]",
                "a@[not.an.address]",
            })
    void refusesEverythingElse(String text) {
        assertThat(AddrSpec.parse(text)).isInstanceOf(SyntaxError.class);
    }

    @Test
    void lengthsAreThoseOfTheWrittenForm() {
        String domain = String.join(".", "d".repeat(63), "d".repeat(63), "d".repeat(61));

        assertThat(AddrSpec.parse("a".repeat(64) + "@" + domain).require().format())
                .hasSize(254);
        assertThat(AddrSpec.parse("a".repeat(64) + "@" + domain + "d")).isInstanceOf(SyntaxError.class);
        assertThat(AddrSpec.parse("a".repeat(65) + "@example.org")).isInstanceOf(SyntaxError.class);
        assertThat(AddrSpec.parse("\"" + " ".repeat(62) + "\"@example.org")).isInstanceOf(Parsed.class);
        assertThat(AddrSpec.parse("\"" + " ".repeat(63) + "\"@example.org")).isInstanceOf(SyntaxError.class);
        assertThat(AddrSpec.parse("\"" + "\\\\".repeat(32) + "\"@example.org")).isInstanceOf(SyntaxError.class);
    }

    @Test
    void longInputEndsInAnErrorNotInAFullStack() {
        assertThat(AddrSpec.parse("a.".repeat(500_000) + "a@example.org")).isInstanceOf(SyntaxError.class);
        assertThat(AddrSpec.parse("\"" + "\\a".repeat(500_000))).isInstanceOf(SyntaxError.class);
    }

    @Test
    @Tag("SPOOF-14")
    void spellingsOfOneLocalAddressFoldToOne() {
        AddrSpec plain = AddrSpec.parse("anna.b@example.org").require();

        assertThat(AddrSpec.parse("\"Anna.B\"@EXAMPLE.ORG").require().foldCase())
                .isEqualTo(plain.foldCase());
        assertThat(AddrSpec.parse("anna.b@example.org").require()).isEqualTo(plain);
        assertThat(AddrSpec.parse("Anna.B@example.org").require()).isNotEqualTo(plain);
    }

    @Test
    void anAddressCannotBeMadeFromOtherParts() {
        Domain domain = new Domain("example.org");

        assertThatThrownBy(() -> new AddrSpec("", domain)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AddrSpec("a\nb", domain)).isInstanceOf(IllegalArgumentException.class);
        assertThat(AddrSpec.of("a\u760A", domain)).isInstanceOf(SyntaxError.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neverThrowsAndReadsBackWhatItFormats(long seed) {
        Random random = new Random(seed);
        List<String> alphabet = List.of(
                "a", "Z", ".", "@", "\"", "\\", " ", "example", "org", "[", "]", "1", ":", "\u00E9", "\uD83D", "\0");
        for (int i = 0; i < 5000; i++) {
            String text = Text.random(random, 1 + random.nextInt(12), alphabet);

            ParseResult<AddrSpec> result = AddrSpec.parse(text);

            if (result instanceof Parsed<AddrSpec>(AddrSpec address)) {
                assertThat(AddrSpec.parse(address.format()).require()).as(text).isEqualTo(address);
            }
        }
    }

    @Test
    void aReversePathShowsItsBrackets() {
        assertThat(new ReversePath.Null().format()).isEqualTo("<>");
        assertThat(new ReversePath.To(AddrSpec.parse("a@example.org").require()).format())
                .isEqualTo("<a@example.org>");
    }
}
