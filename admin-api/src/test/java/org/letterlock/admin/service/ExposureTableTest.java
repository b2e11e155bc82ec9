package org.letterlock.admin.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.ServicePolicy;

@Tag("SVC-7")
class ExposureTableTest {
    private static final Pattern PORT = Pattern.compile("\\d+");

    @Test
    @Tag("SVC-1")
    void theRulesAreThoseOfTheSpecification() throws Exception {
        assertThat(Exposure.rules(Map.of()))
                .extracting(rule -> "%s %d %s %s"
                        .formatted(
                                rule.service(),
                                rule.port(),
                                rule.carriedBy(),
                                rule.rule().name().toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(specified());
    }

    @Test
    void theRuleFollowsAServiceToWhereItListens() {
        ServicePolicy moved = new ServicePolicy(
                "imaps",
                true,
                false,
                null,
                List.of(new ServicePolicy.Binding("any", 1993, false)),
                null,
                0,
                0,
                null,
                null,
                false,
                false);

        assertThat(Exposure.rules(Map.of("imaps", moved)))
                .filteredOn(rule -> rule.service().equals("imaps"))
                .extracting(Exposure.Rule::port)
                .containsExactly(1993);
    }

    // | `smtp` | 25 | clear, STARTTLS | smtp-ingress | allow | any |
    private static List<String> specified() throws IOException {
        List<String> rules = new ArrayList<>();
        try (InputStream table = ExposureTableTest.class.getResourceAsStream("/services-of-the-specification.md")) {
            for (String line : new String(table.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] cells = line.split("\\|", -1);
                if (cells.length < 6 || !cells[1].strip().startsWith("`")) {
                    continue;
                }
                Matcher ports = PORT.matcher(cells[2].replaceAll("SVC-\\d+", ""));
                while (ports.find()) {
                    rules.add("%s %s %s %s"
                            .formatted(
                                    cells[1].strip().replace("`", ""),
                                    ports.group(),
                                    cells[4].strip().replace(" edge", ""),
                                    cells[5].strip()));
                }
            }
        }
        return rules;
    }
}
