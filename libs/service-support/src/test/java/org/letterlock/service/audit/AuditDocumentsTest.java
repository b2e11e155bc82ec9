package org.letterlock.service.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.service.web.ApiJson;

@Tag("AUD-1")
class AuditDocumentsTest {
    private record Rule(String name, double weight, String password) {}

    private record Policy(boolean on, List<Rule> rules, String description) {}

    private final AuditDocuments documents = new AuditDocuments(ApiJson.mapper());

    @Test
    void onlyMembersThatDifferAreKept() {
        Policy before = new Policy(true, List.of(), "old");
        Policy after = new Policy(true, List.of(), "new");

        assertThat(documents.differing(before, after)).isEqualTo("{\"description\":\"old\"}");
        assertThat(documents.differing(after, before)).isEqualTo("{\"description\":\"new\"}");
        assertThat(documents.differing(after, after)).isEqualTo("{}");
    }

    @Test
    void whatIsNewOrGoneIsKeptWhole() {
        assertThat(documents.differing(Map.of("a", 1), null)).isEqualTo("{\"a\":1}");
        assertThat(documents.differing(null, Map.of("a", 1))).isNull();
    }

    @Test
    void secretsAreMaskedWhereverTheyStandAndFractionsAreTexts() {
        Policy policy = new Policy(true, List.of(new Rule("r", 0.1, "open sesame")), "");

        assertThat(documents.differing(policy, null))
                .contains("\"password\":\"***\"", "\"weight\":\"0.1\"")
                .doesNotContain("sesame");
    }
}
