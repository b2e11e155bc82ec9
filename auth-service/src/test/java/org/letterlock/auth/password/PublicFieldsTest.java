package org.letterlock.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.sasl.Password;

@Tag("PWD-6")
class PublicFieldsTest {
    @Test
    void theWholeFieldAndItsTokensOfSixCharactersCouldBeThePassword() {
        assertThat(PublicFields.candidates(List.of(" pin  12345 or 123456 ", "")))
                .isEqualTo(passwords(" pin  12345 or 123456 ", "pin  12345 or 123456", "123456"));
    }

    @Test
    void everySpaceOfUnicodeEndsAToken() {
        assertThat(PublicFields.candidates(List.of("pin\u00A0secret-1\u3000secret-2\u2003or")))
                .containsAll(passwords("secret-1", "secret-2"));
    }

    @Test
    void onlyTheFirstTwentyTokensAreLookedAt() {
        String field = IntStream.rangeClosed(1, 25)
                .mapToObj(number -> "token-" + number)
                .collect(Collectors.joining(" "));

        Set<Password> candidates = PublicFields.candidates(List.of(field));

        assertThat(candidates)
                .hasSize(21)
                .containsAll(passwords(field, "token-20"))
                .doesNotContainAnyElementsOf(passwords("token-21"));
    }

    @Test
    void whatCannotBeAPasswordIsLeftOut() {
        assertThat(PublicFields.candidates(List.of("\u0007\u0007\u0007\u0007\u0007\u0007")))
                .isEmpty();
    }

    private static Set<Password> passwords(String... texts) {
        return List.of(texts).stream()
                .map(text -> Password.parse(text).require())
                .collect(Collectors.toSet());
    }
}
