package org.letterlock.service.listing;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Sort;

/**
 * The orders in which a list can be read. Each has a name in the API, an expression in SQL that is ours and never a client's,
 * and the value that an item has; none of them is ever null. Items of the same value follow each other by their ids, so a
 * cursor names a place between two items whatever is added or removed meanwhile. Immutable.
 */
public final class ListOrder<T> {
    private final String idColumn;
    private final Function<T, UUID> id;
    private final List<Key<T>> keys;

    private ListOrder(String idColumn, Function<T, UUID> id, List<Key<T>> keys) {
        this.idColumn = idColumn;
        this.id = id;
        this.keys = List.copyOf(keys);
    }

    /** The order of the ids, under the name {@code id}; others are added to it. */
    public static <T> ListOrder<T> byId(String column, Function<T, UUID> id) {
        return new ListOrder<>(column, id, List.of());
    }

    /** Also by a text. */
    public ListOrder<T> text(String name, String column, Function<T, String> value) {
        return with(new Key<>(name, column, Kind.TEXT, value));
    }

    /** Also by a time. */
    public ListOrder<T> time(String name, String column, Function<T, Instant> value) {
        return with(new Key<>(name, column, Kind.TIME, value));
    }

    /** Also by a whole number. */
    public ListOrder<T> number(String name, String column, Function<T, Long> value) {
        return with(new Key<>(name, column, Kind.NUMBER, value));
    }

    /** The part of the list that is wanted, for a query. */
    public Slice<T> slice(PageRequest request) {
        Sort sort = sort(request);
        String after = request.after();
        return new Slice<>(this, request, keyOf(sort), sort, after == null ? null : place(sort, after));
    }

    /** The part of the list that is wanted of one that is held in memory whole, with the number of all. */
    public Page<T> page(PageRequest request, List<T> all) {
        Slice<T> slice = slice(request);
        List<T> ordered = new ArrayList<>(all);
        Comparator<Place> byPlace = Comparator.comparing(Place::value, ListOrder::compare)
                .thenComparing(place -> place.id().toString());
        Comparator<Place> order = slice.sort().descending() ? byPlace.reversed() : byPlace;
        ordered.sort(Comparator.comparing(item -> placeOf(slice.key(), item), order));
        Place after = slice.after();
        Predicate<T> isBehind = item -> after == null || order.compare(placeOf(slice.key(), item), after) > 0;
        return slice.page(
                        ordered.stream().filter(isBehind).limit(request.fetch()).toList())
                .withTotal(all.size());
    }

    String idColumn() {
        return idColumn;
    }

    Place placeOf(Key<T> key, T item) {
        return new Place(key.value().apply(item), id.apply(item));
    }

    private ListOrder<T> with(Key<T> key) {
        List<Key<T>> more = new ArrayList<>(keys);
        more.add(key);
        return new ListOrder<>(idColumn, id, more);
    }

    private static Sort sort(PageRequest request) {
        Sort sort = request.sort();
        return sort == null ? new Sort("id", false) : sort;
    }

    private Key<T> keyOf(Sort sort) {
        return keys.stream()
                .filter(key -> key.name().equals(sort.key()))
                .findFirst()
                .orElseGet(() -> {
                    if (!sort.key().equals("id")) {
                        throw new IllegalStateException("no order is called " + sort.key());
                    }
                    return new Key<>("id", idColumn, Kind.ID, id);
                });
    }

    // cursor = order SP id SP value: another order's cursor names no place in this one
    private Place place(Sort sort, String cursor) {
        String[] parts = cursor.split(" ", 3);
        if (parts.length != 3 || !parts[0].equals(sort.format())) {
            throw PageRequest.notOurs();
        }
        try {
            return new Place(keyOf(sort).kind().parse(parts[2]), UUID.fromString(parts[1]));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw PageRequest.notOurs();
        }
    }

    // Values of one key are of one type.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compare(Comparable one, Comparable other) {
        return one.compareTo(other);
    }

    /** What the values of a key are. */
    enum Kind {
        ID("uuid"),
        TEXT("text"),
        TIME("timestamptz"),
        NUMBER("bigint");

        private final String sqlType;

        Kind(String sqlType) {
            this.sqlType = sqlType;
        }

        String sqlType() {
            return sqlType;
        }

        Comparable<?> parse(String text) {
            return switch (this) {
                case ID -> UUID.fromString(text);
                case TEXT -> text;
                case TIME -> Instant.parse(text);
                case NUMBER -> Long.valueOf(text);
            };
        }
    }

    record Key<T>(String name, String column, Kind kind, Function<T, ? extends Comparable<?>> value) {}

    /** Where an item stands. */
    record Place(Comparable<?> value, UUID id) {
        String format(Sort sort) {
            return sort.format() + " " + id + " " + value;
        }
    }

    /** A part of the list in one order. */
    public static final class Slice<T> {
        private final ListOrder<T> list;
        private final PageRequest request;
        private final Key<T> key;
        private final Sort sort;
        private final @Nullable Place after;

        private Slice(ListOrder<T> list, PageRequest request, Key<T> key, Sort sort, @Nullable Place after) {
            this.list = list;
            this.request = request;
            this.key = key;
            this.sort = sort;
            this.after = after;
        }

        Key<T> key() {
            return key;
        }

        Sort sort() {
            return sort;
        }

        @Nullable
        Place after() {
            return after;
        }

        Filters restrict(Filters filters) {
            Place place = after;
            return place == null
                    ? filters
                    : filters.behind(
                            key.column(),
                            key.kind().sqlType(),
                            place.value(),
                            list.idColumn(),
                            place.id(),
                            sort.descending());
        }

        String orderBy() {
            String direction = sort.descending() ? " DESC" : " ASC";
            return " ORDER BY " + key.column() + direction + ", " + list.idColumn() + direction + " LIMIT "
                    + request.fetch();
        }

        Page<T> page(List<T> fetched) {
            return request.page(fetched, item -> list.placeOf(key, item).format(sort));
        }
    }
}
