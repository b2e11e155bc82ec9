package org.letterlock.service.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted (API-8). A controller method gets it as an argument, from the parameters {@code limit} and
 * {@code cursor}.
 *
 * @param limit 1 to 1000
 * @param after sort key of the last item of the page before; null for the first page
 */
public record PageRequest(int limit, @Nullable String after) {
    /** How many items a page has unless asked otherwise. */
    public static final int DEFAULT_LIMIT = 100;

    /** How many items a page may have. */
    public static final int MAX_LIMIT = 1000;

    private static final UUID NIL = new UUID(0, 0);

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT);
        }
    }

    /** Sort key of the last item of the page before. */
    public Optional<String> startAfter() {
        return Optional.ofNullable(after);
    }

    /** Sort key of the last item of the page before, where that is an id; the nil UUID for the first page. */
    public UUID startAfterId() {
        try {
            return after == null ? NIL : UUID.fromString(after);
        } catch (IllegalArgumentException e) {
            throw notOurs();
        }
    }

    /** One more than the limit: what to ask the database for, so that {@link #page} knows whether there is a next page. */
    public int fetch() {
        return limit + 1;
    }

    /** The page made of what was fetched; {@code sortKey} gives what the cursor remembers of the last item. */
    public <T> Page<T> page(List<T> fetched, Function<T, String> sortKey) {
        return fetched.size() > limit
                ? new Page<>(fetched.subList(0, limit), encode(sortKey.apply(fetched.get(limit - 1))), null)
                : new Page<>(fetched, null, null);
    }

    static PageRequest parse(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(parseLimit(limit), cursor == null ? null : decode(cursor));
    }

    private static int parseLimit(@Nullable String limit) {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int value = Integer.parseInt(limit);
            if (value >= 1 && value <= MAX_LIMIT) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // told below, as any other number that is none of ours
        }
        throw new ProblemException(ProblemType.VALIDATION, "limit is a number from 1 to " + MAX_LIMIT + ".");
    }

    private static String encode(String sortKey) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sortKey.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor) {
        String sortKey;
        try {
            sortKey = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw notOurs();
        }
        if (sortKey.chars().anyMatch(Character::isISOControl)) { // NUL is no text for a database
            throw notOurs();
        }
        return sortKey;
    }

    private static ProblemException notOurs() {
        return new ProblemException(ProblemType.MALFORMED, "The cursor is not one of ours.");
    }
}
