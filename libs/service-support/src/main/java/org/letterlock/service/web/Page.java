package org.letterlock.service.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list (API-8). The {@code Link} field to the next page (RFC 8288) is added when it is sent.
 *
 * @param cursor where the next page starts; null on the last one
 * @param total items of the whole list, where that is cheap to know
 */
public record Page<T>(
        List<T> items, @Nullable String cursor, @Nullable Long total) {
    public Page {
        items = List.copyOf(items);
    }

    /** A list that is never longer than a page. */
    public static <T> Page<T> whole(List<T> items) {
        return new Page<>(items, null, (long) items.size());
    }

    /** The same page with the number of all items. */
    public Page<T> withTotal(long all) {
        return new Page<>(items, cursor, all);
    }
}
