package org.letterlock.service.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted (API-8). A controller method gets it as an argument, from the parameters {@code limit},
 * {@code cursor} and, where it is {@link Sortable}, {@code sort}.
 *
 * @param limit 1 to 1000
 * @param after sort key of the last item of the page before; null for the first page
 * @param sort null where the list has one order only
 */
public record PageRequest(
        int limit, @Nullable String after, @Nullable Sort sort) {
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

    /**
     * A page of a list that was looked through only so far; the next one goes on behind that, however few items this one has.
     *
     * @param lastLookedAt sort key of the last item that was looked at
     */
    public <T> Page<T> pageUpTo(List<T> items, String lastLookedAt) {
        return new Page<>(items, encode(lastLookedAt), null);
    }

    /** @param sortKeys what {@code sort} may name; empty where the list has one order only */
    static PageRequest parse(
            @Nullable String limit, @Nullable String cursor, @Nullable String sort, List<String> sortKeys) {
        return new PageRequest(parseLimit(limit), cursor == null ? null : decode(cursor), parseSort(sort, sortKeys));
    }

    private static @Nullable Sort parseSort(@Nullable String sort, List<String> sortKeys) {
        if (sortKeys.isEmpty()) {
            return null;
        }
        Sort wanted = sort == null ? new Sort(sortKeys.getFirst(), false) : Sort.parse(sort);
        if (!sortKeys.contains(wanted.key())) {
            throw new ProblemException(
                    ProblemType.MALFORMED,
                    "sort is one of " + sortKeys + ", with a minus sign in front to turn it round.");
        }
        return wanted;
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

    /** What a cursor that nobody here has made is answered with. */
    public static ProblemException notOurs() {
        return new ProblemException(ProblemType.MALFORMED, "The cursor is not one of ours.");
    }
}
