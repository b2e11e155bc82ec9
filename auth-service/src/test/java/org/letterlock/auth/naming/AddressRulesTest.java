package org.letterlock.auth.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;

class AddressRulesTest {
    @ParameterizedTest
    @CsvSource({
        "anna@example.org, anna@example.org",
        "Anna.B@EXAMPLE.org, anna.b@example.org",
        "\uFF21nna@example.org, anna@example.org",
        "o'neil_1-x@b\u00FCcher.example, o'neil_1-x@xn--bcher-kva.example"
    })
    @Tag("ACC-2")
    void addressesAreStoredInOneSpelling(String text, String stored) {
        assertThat(AddressRules.parseAddress(text))
                .isEqualTo(new Parsed<>(AddrSpec.parse(stored).require()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "anna",
                "@example.org",
                "anna@",
                "a b@example.org",
                "a@b@example.org",
                "a..b@example.org",
                ".a@example.org",
                "a.@example.org",
                "*@example.org",
                "a?@example.org",
                "a%b@example.org",
                "a!b@example.org",
                "a/b@example.org",
                "\"a\"@example.org",
                "\u00E9@example.org",
                "a@[192.0.2.1]",
                "a\r\n@example.org",
                "a\u760D@example.org",
                "a@exa_mple.org",
                "${jndi:ldap://x}@example.org"
            })
    @Tag("ACC-2")
    void otherTextsAreRefused(String text) {
        assertThat(AddressRules.parseAddress(text)).isInstanceOf(SyntaxError.class);
    }

    @Test
    @Tag("ACC-2")
    void lengthsAreLimited() {
        assertThat(AddressRules.parseAddress("a".repeat(64) + "@example.org")).isInstanceOf(Parsed.class);
        assertThat(AddressRules.parseAddress("a".repeat(65) + "@example.org")).isInstanceOf(SyntaxError.class);
        assertThat(AddressRules.parseAddress("a@" + "b.".repeat(127) + "org")).isInstanceOf(SyntaxError.class);
    }

    @Test
    @Tag("ACC-7")
    void patternsMayHoldWildcards() {
        assertThat(AddressRules.parsePattern("*@example.org")).isInstanceOf(Parsed.class);
        assertThat(AddressRules.parsePattern("Sales-?*@example.org"))
                .isEqualTo(new Parsed<>(AddrSpec.parse("sales-?*@example.org").require()));
        assertThat(AddressRules.parsePattern("a@*.example.org")).isInstanceOf(SyntaxError.class);
    }

    @Test
    @Tag("ACC-2")
    void aLoginNameMayComeWithoutItsDomain() {
        assertThat(LoginName.parse("Anna")).contains(new LoginName("anna", Optional.empty()));
        assertThat(LoginName.parse("anna@EXAMPLE.org"))
                .contains(new LoginName("anna", Optional.of(new Domain("example.org"))));
        assertThat(LoginName.parse("an na")).isEmpty();
        assertThat(LoginName.parse("anna@")).isEmpty();
    }
}
