package org.letterlock.service.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PageRequestTest {
    @Test
    @Tag("API-8")
    void aForgedCursorIsMalformedAndNothingElse() {
        assertThatThrownBy(() -> PageRequest.parse(null, "%%", null, List.of())).hasMessageContaining("cursor");
        assertThatThrownBy(() -> PageRequest.parse(null, cursor("a\0b"), null, List.of()))
                .hasMessageContaining("cursor");
        assertThatThrownBy(() -> PageRequest.parse(null, cursor("no id"), null, List.of())
                        .startAfterId())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.MALFORMED));
    }

    @Test
    void aCursorOfIdsStartsAtTheNilOne() {
        UUID id = UUID.randomUUID();

        assertThat(PageRequest.parse(null, cursor(id.toString()), null, List.of())
                        .startAfterId())
                .isEqualTo(id);
        assertThat(PageRequest.parse(null, null, null, List.of()).startAfterId())
                .isEqualTo(new UUID(0, 0));
    }

    private static String cursor(String sortKey) {
        return Base64.getUrlEncoder().encodeToString(sortKey.getBytes(UTF_8));
    }

    @Test
    @Tag("API-8")
    void aListIsSortedByWhatItNamesAndNothingElse() {
        List<String> keys = List.of("login", "createdAt");

        assertThat(PageRequest.parse(null, null, null, keys).sort()).isEqualTo(new Sort("login", false));
        assertThat(PageRequest.parse(null, null, "-createdAt", keys).sort()).isEqualTo(new Sort("createdAt", true));
        assertThatThrownBy(() -> PageRequest.parse(null, null, "login; DROP TABLE accounts", keys))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.MALFORMED));
    }
}
