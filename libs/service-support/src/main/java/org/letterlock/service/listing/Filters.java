package org.letterlock.service.listing;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which items of a list are wanted. Columns are expressions of ours, values only ever parameters of the statement; a value of
 * null wants any. Immutable.
 */
public final class Filters {
    /** Everything. */
    public static final Filters NONE = new Filters(List.of(), Map.of());

    private final List<String> conditions;
    private final Map<String, Object> parameters;

    private Filters(List<String> conditions, Map<String, Object> parameters) {
        this.conditions = List.copyOf(conditions);
        this.parameters = Map.copyOf(parameters);
    }

    /** Those whose column has that value. */
    public Filters equal(String column, @Nullable Object value) {
        return compared(column, "=", value);
    }

    /** Those whose column is that or more. */
    public Filters from(String column, @Nullable Object value) {
        return compared(column, ">=", value);
    }

    /** Those whose column is less than that. */
    public Filters before(String column, @Nullable Object value) {
        return compared(column, "<", value);
    }

    /** Those whose column is more than that. */
    public Filters after(String column, @Nullable Object value) {
        return compared(column, ">", value);
    }

    /** Those whose text is that, without regard to case; {@code *} stands for any characters, {@code ?} for one. */
    public Filters matching(String column, @Nullable String pattern) {
        if (pattern == null) {
            return this;
        }
        return compared("lower(" + column + ")", "LIKE", Wildcards.like(pattern));
    }

    String where() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    Filters behind(String column, String sqlType, Comparable<?> value, String idColumn, UUID id, boolean descending) {
        Map<String, Object> more = new LinkedHashMap<>(parameters);
        more.put("afterValue", sql(value));
        more.put("afterId", id);
        return with(
                "(" + column + ", " + idColumn + ") " + (descending ? "<" : ">") + " (CAST(:afterValue AS " + sqlType
                        + "), :afterId)",
                more);
    }

    private Filters compared(String column, String operator, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        String name = "filter" + conditions.size();
        Map<String, Object> more = new LinkedHashMap<>(parameters);
        more.put(name, sql(value));
        return with(column + " " + operator + " :" + name, more);
    }

    private Filters with(String condition, Map<String, Object> values) {
        List<String> more = new ArrayList<>(conditions);
        more.add(condition);
        return new Filters(more, values);
    }

    private static Object sql(Object value) {
        return switch (value) {
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case Enum<?> constant -> constant.name();
            default -> value;
        };
    }
}
