package org.letterlock.sasl.precis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

class ProfilesTest {
    /** The examples of RFC 8265 section 4.2.5. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "Correct Horse Battery Staple",
                "\u03C0\u00DF\u00E5",
                "Jack of \u2666s"
            })
    @Tag("PWD-1")
    void passwordsOfRfc8265StayAsTheyAre(String password) {
        assertThat(OpaqueString.parse(password)).isEqualTo(new Parsed<>(password));
    }

    @Test
    @Tag("PWD-1")
    void otherSpacesBecomeSpaceInPasswords() {
        assertThat(OpaqueString.parse("foo\u1680bar")).isEqualTo(new Parsed<>("foo bar"));
    }

    @Test
    @Tag("PWD-1")
    void passwordsAreComposed() {
        assertThat(OpaqueString.parse("e\u0301")).isEqualTo(new Parsed<>("\u00E9"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "my cat is a \tby", "a\u0000", "zero\u200Bwidth", "\u1100", "\uFDD0", "lone\uD800", "\u0378"
            })
    @Tag("PWD-1")
    void passwordsWithControlsAndInvisiblesAreRefused(String password) {
        assertThat(OpaqueString.parse(password)).isInstanceOf(SyntaxError.class);
    }

    /** The examples of RFC 8265 section 3.5, with those of case mapping. */
    @ParameterizedTest
    @CsvSource({
        "juliet@example.com, juliet@example.com",
        "Juliet, juliet",
        "fussball, fussball",
        "fu\u00DFball, fu\u00DFball",
        "\u03C0, \u03C0",
        "\u03A3, \u03C3",
        "\u03C2, \u03C2",
        "\uFF21nna, anna",
        "E\u0301ric, \u00E9ric"
    })
    @Tag("ACC-2")
    void namesAreMapped(String name, String prepared) {
        assertThat(UsernameCaseMapped.parse(name)).isEqualTo(new Parsed<>(prepared));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"foo bar", "", "henry\u2163", "\u221E", "\u265A", "a\u00B7b", "\u05D0a", "an\u00ADna", "tab\t"})
    @Tag("ACC-2")
    void namesThatAreNoIdentifiersAreRefused(String name) {
        assertThat(UsernameCaseMapped.parse(name)).isInstanceOf(SyntaxError.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"l\u00B7l", "\u05D0\u05F3", "\u0375\u03B1", "\u30A2\u30FB", "\u0660\u0661", "\u0915\u094D\u200D"
            })
    void contextRulesAllowWhatTheyAreFor(String text) {
        assertThat(StringClass.IDENTIFIER.enforce(text)).isEqualTo(new Parsed<>(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0660\u06F1", "a\u200Cb", "\u05F3", "\u30FBa", "\u200D"})
    void contextRulesRefuseTheRest(String text) {
        assertThat(StringClass.FREEFORM.enforce(text)).isInstanceOf(SyntaxError.class);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void preparingTwiceChangesNothing(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1 + random.nextInt(12); i++) {
            text.append((char) (random.nextBoolean() ? random.nextInt(0x250) : random.nextInt(0x10000)));
        }

        assertStable(OpaqueString.parse(text.toString()), true);
        assertStable(UsernameCaseMapped.parse(text.toString()), false);
    }

    private static void assertStable(ParseResult<String> result, boolean password) {
        if (result instanceof Parsed<String>(String once)) {
            assertThat(password ? OpaqueString.parse(once) : UsernameCaseMapped.parse(once))
                    .isEqualTo(new Parsed<>(once));
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }
}
