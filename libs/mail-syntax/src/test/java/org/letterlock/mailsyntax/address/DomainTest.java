package org.letterlock.mailsyntax.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

@Tag("SMTP-6")
class DomainTest {
    @ParameterizedTest
    @CsvSource({
        "Example.ORG, example.org",
        "localhost, localhost",
        "a-b.c1.xn--p1ai, a-b.c1.xn--p1ai",
        "b\u00FCcher.example, xn--bcher-kva.example",
        "B\u00DCCHER.example, xn--bcher-kva.example",
        "\u043F\u0440\u0438\u043C\u0435\u0440.\u0440\u0444, xn--e1afmkfd.xn--p1ai",
        "[192.0.2.1], [192.0.2.1]",
        "[0.0.0.255], [0.0.0.255]",
        "[IPv6:2001:db8::1], [IPv6:2001:db8::1]",
        "[ipv6:::1], [ipv6:::1]",
        "[IPv6:::], [IPv6:::]",
        "[IPv6:1:2:3:4:5:6:7:8], [IPv6:1:2:3:4:5:6:7:8]",
        "[IPv6:::ffff:192.0.2.1], [IPv6:::ffff:192.0.2.1]",
        "[IPv6:1:2:3:4:5:6:192.0.2.1], [IPv6:1:2:3:4:5:6:192.0.2.1]",
    })
    void readsNamesAndAddressLiterals(String text, String canonical) {
        assertThat(Domain.parse(text).require().text()).isEqualTo(canonical);
        assertThat(Domain.parse(canonical).require().text()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.",
                ".a",
                "a..b",
                "-a.example",
                "a-.example",
                "a_b.example",
                "a b",
                "a\u0000b",
                "a\r\nb",
                "a@b",
                "\uFF0Fa.example", // FULLWIDTH SOLIDUS
                "stra\u00DFe.example", // would become strasse.example, which has another owner
                "a\u200Db.example",
                "\uD800.example",
                "[",
                "[]",
                "[1.2.3]",
                "[1.2.3.256]",
                "[1.2.3.04]",
                "[1.2.3.4",
                "[\u0661.2.3.4]", // ARABIC-INDIC DIGIT ONE
                "[IPv6:]",
                "[IPv6:1:2:3:4:5:6:7]",
                "[IPv6:1:2:3:4:5:6:7:8:9]",
                "[IPv6:1::2::3]",
                "[IPv6:1:2:3:4:5:6:7::]", // "::" stands for two groups or more
                "[IPv6:12345::]",
                "[IPv6:g::]",
                "[IPv6:::1.2.3]",
                "[IPv6:1.2.3.4::]",
                "[IPv6:::::]",
                "[IPv6:......]",
                "[fe80::1]",
                "[IPv6:fe80::1%eth0]",
                "[tag:x]",
            })
    void refusesEverythingElse(String text) {
        assertThat(Domain.parse(text)).isInstanceOf(SyntaxError.class);
        assertThatThrownBy(() -> new Domain(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLabelHas63OctetsAndADomain255() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, label);

        assertThat(longest).hasSize(255);
        assertThat(Domain.parse(longest).require().text()).hasSize(255);
        assertThat(Domain.parse("a" + label)).isInstanceOf(SyntaxError.class);
        assertThat(Domain.parse("a." + longest)).isInstanceOf(SyntaxError.class);
        assertThat(Domain.parse("a.".repeat(500_000))).isInstanceOf(SyntaxError.class);
    }

    @Test
    void charactersThatNarrowToCrLfBecomeALabels() {
        assertThat(Domain.parse("\u760D\u760A.example").require().text()).matches("xn--[a-z0-9]+\\.example");
    }
}
