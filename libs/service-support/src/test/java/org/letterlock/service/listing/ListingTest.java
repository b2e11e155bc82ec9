package org.letterlock.service.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.service.database.TestSchemas;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.Sort;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("API-8")
class ListingTest {
    private record Thing(UUID id, String name, long size, Instant madeAt) {}

    private static final ListOrder<Thing> ORDER = ListOrder.byId("t.id", Thing::id)
            .text("name", "t.name", Thing::name)
            .number("size", "t.size", Thing::size)
            .time("madeAt", "t.made_at", Thing::madeAt);
    private static final List<Thing> THINGS = things();

    private static JdbcClient jdbc;
    private static Listing<Thing> listing;

    @BeforeAll
    static void fill() {
        jdbc = TestSchemas.fresh("content").jdbc();
        jdbc.sql("CREATE TABLE thing (id uuid, name text, size bigint, made_at timestamptz)")
                .update();
        for (Thing thing : THINGS) {
            jdbc.sql("INSERT INTO thing VALUES (?, ?, ?, ?)")
                    .params(thing.id(), thing.name(), thing.size(), Timestamp.from(thing.madeAt()))
                    .update();
        }
        listing = new Listing<>(
                jdbc,
                "t.id, t.name, t.size, t.made_at",
                "thing t",
                ORDER,
                (row, _) -> new Thing(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        row.getLong("size"),
                        row.getTimestamp("made_at").toInstant()));
    }

    // Few values, so that most of them come several times and pages end between equal ones.
    private static List<Thing> things() {
        Random random = new Random(7);
        List<Thing> things = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            things.add(new Thing(
                    new UUID(random.nextLong(Long.MAX_VALUE), random.nextLong(Long.MAX_VALUE)),
                    List.of("anna", "bert", "c%l", "d_ra").get(random.nextInt(4)),
                    random.nextInt(5),
                    Instant.parse("2026-03-01T12:00:00Z").plusNanos(1000L * random.nextInt(5))));
        }
        return Collections.unmodifiableList(things);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "-id", "name", "-name", "size", "-size", "madeAt", "-madeAt"})
    void pagesHoldEveryItemOnceInItsOrder(String sort) {
        Sort wanted = new Sort(sort.replace("-", ""), sort.startsWith("-"));
        List<Thing> read = all(request -> listing.read(request, Filters.NONE), wanted);
        List<Thing> inMemory = all(request -> ORDER.page(request, THINGS), wanted);

        assertThat(read).containsExactlyElementsOf(inMemory).hasSize(100).doesNotHaveDuplicates();
        Comparator<Thing> order = switch (wanted.key()) {
            case "name" -> Comparator.comparing(Thing::name);
            case "size" -> Comparator.comparing(Thing::size);
            case "madeAt" -> Comparator.comparing(Thing::madeAt);
            default -> Comparator.comparing(thing -> thing.id().toString());
        };
        assertThat(read).isSortedAccordingTo(wanted.descending() ? order.reversed() : order);
    }

    @Test
    void filtersNarrowTheListAndItsTotal() {
        Filters wanted = Filters.NONE.equal("t.size", 3L).matching("t.name", "A*");
        long expected = THINGS.stream()
                .filter(thing -> thing.size() == 3 && thing.name().equals("anna"))
                .count();

        Page<Thing> page = listing.read(request(1000, null, new Sort("name", false)), wanted);

        assertThat(page.items()).hasSize((int) expected).allMatch(thing -> thing.size() == 3);
        assertThat(page.total()).isEqualTo(expected);
    }

    @Test
    void whatMeansSomethingToSqlIsAValueLikeAnyOther() {
        assertThat(names(Filters.NONE.matching("t.name", "c%l"))).containsOnly("c%l");
        assertThat(names(Filters.NONE.matching("t.name", "%"))).isEmpty();
        assertThat(names(Filters.NONE.matching("t.name", "d_*"))).containsOnly("d_ra");
        assertThat(names(Filters.NONE.equal("t.name", "' OR true --"))).isEmpty();
        assertThat(names(Filters.NONE.matching("t.name", "?ert"))).containsOnly("bert");
    }

    @Test
    void aCursorOfAnotherOrderAndAForgedOneAreMalformed() {
        Page<Thing> first = listing.read(request(10, null, new Sort("size", false)), Filters.NONE);
        String place = cursorText(first);

        assertThat(place).startsWith("size ");
        for (String forged :
                List.of(place, "name", "name x anna", "madeAt " + UUID.randomUUID() + " yesterday", "x y z")) {
            String key = forged.startsWith("madeAt") ? "madeAt" : "name";
            assertThatThrownBy(() -> listing.read(request(10, forged, new Sort(key, false)), Filters.NONE))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("cursor");
        }
    }

    @Test
    void patternsOfManyStarsTakeNoTime() {
        assertThat(Wildcards.match("*a".repeat(100) + "b", "a".repeat(5_000))).isFalse();
        assertThat(Wildcards.match("A?N*", "anna")).isTrue();
        assertThat(Wildcards.match(null, "anything")).isTrue();
    }

    private static List<String> names(Filters filters) {
        return listing.read(request(1000, null, new Sort("id", false)), filters).items().stream()
                .map(Thing::name)
                .toList();
    }

    private interface Source {
        Page<Thing> read(PageRequest request);
    }

    private static List<Thing> all(Source source, Sort sort) {
        List<Thing> seen = new ArrayList<>();
        String after = null;
        do {
            Page<Thing> page = source.read(request(7, after, sort));
            assertThat(page.total()).isEqualTo(100);
            seen.addAll(page.items());
            after = page.cursor() == null ? null : cursorText(page);
        } while (after != null);
        return seen;
    }

    private static PageRequest request(int limit, @Nullable String after, Sort sort) {
        return new PageRequest(limit, after, sort);
    }

    private static String cursorText(Page<?> page) {
        return new String(Base64.getUrlDecoder().decode(String.valueOf(page.cursor())), StandardCharsets.UTF_8);
    }
}
