package org.letterlock.messageauth.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.messageauth.SuiteFolder;
import org.letterlock.messageauth.Zone;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The test suite that goes with RFC 7208. */
@Tag("SPF-1")
@Tag("SPF-4")
class PublishedSpfSuiteTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    record Case(String name, Zone zone, Map<String, Object> test) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        String text = Files.readString(SuiteFolder.require("spf/rfc7208-tests.yml"));
        List<Case> cases = new ArrayList<>();
        for (Map<String, Object> document : documents(text)) {
            Map<String, List<Object>> data = map(document.get("zonedata"));
            Map<String, Map<String, Object>> tests = map(document.get("tests"));
            tests.forEach((name, test) -> cases.add(new Case(name, zone(data), test)));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theResultIsOneOfThoseExpected(Case example) {
        Map<String, Object> test = example.test();
        SpfOutcome outcome = new SpfEvaluator(example.zone())
                .check(SpfQuery.ofMailFrom(
                        InetAddress.ofLiteral(text(test.get("host"))),
                        text(test.get("mailfrom")),
                        text(test.get("helo")),
                        "receiver.example",
                        NOW));

        assertThat(allowed(test.get("result")))
                .as(outcome.toString())
                .contains(outcome.result().name().toLowerCase(java.util.Locale.ROOT));
        Object explanation = test.get("explanation");
        if (explanation != null && !explanation.equals("DEFAULT")) {
            assertThat(outcome.explanation()).isEqualTo(explanation);
        }
    }

    private static Set<String> allowed(@Nullable Object result) {
        return result instanceof List<?> several
                ? new HashSet<>(several.stream().map(String::valueOf).toList())
                : Set.of(text(result));
    }

    // The suite lists records once, of type SPF or TXT; a name with one of type TXT of its own keeps to that.
    private static Zone zone(Map<String, List<Object>> data) {
        Zone zone = new Zone();
        data.forEach((name, entries) -> {
            boolean hasText =
                    entries.stream().anyMatch(entry -> entry instanceof Map<?, ?> map && map.containsKey("TXT"));
            for (Object entry : entries) {
                if (entry.equals("TIMEOUT")) {
                    zone.beSilent(name, "*");
                    continue;
                }
                PublishedSpfSuiteTest.<Map<String, Object>>cast(entry).forEach((type, value) -> {
                    if (value.equals("TIMEOUT")) {
                        zone.beSilent(name, type.equals("SPF") ? "TXT" : type);
                    } else if (type.equals("SPF")) {
                        if (!hasText) {
                            zone.add(name, "TXT", joined(value));
                        }
                    } else if (!value.equals("NONE")) {
                        zone.add(name, type, joined(value));
                    }
                });
            }
        });
        return zone;
    }

    private static String joined(Object value) {
        return switch (value) {
            case List<?> mx
            when mx.size() == 2 && mx.getFirst() instanceof Integer -> mx.getFirst() + " " + mx.getLast();
            case List<?> strings ->
                String.join("", strings.stream().map(String::valueOf).toList());
            default -> value.toString();
        };
    }

    private static List<Map<String, Object>> documents(String text) {
        return StreamSupport.stream(
                        new Yaml(new SafeConstructor(new LoaderOptions()))
                                .loadAll(text)
                                .spliterator(),
                        false)
                .filter(document -> document != null)
                .map(PublishedSpfSuiteTest::<Map<String, Object>>cast)
                .toList();
    }

    private static <V> Map<String, V> map(@Nullable Object value) {
        return value == null ? Map.of() : cast(value);
    }

    @SuppressWarnings("unchecked") // as the suite is written
    private static <T> T cast(Object value) {
        return (T) value;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
