package org.letterlock.service.web;

import java.util.List;
import java.util.function.Function;
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

    /** The same page of what each item becomes. */
    public <R> Page<R> map(Function<? super T, ? extends R> shown) {
        return new Page<>(items.stream().<R>map(shown).toList(), cursor, total);
    }

    /** The same page of what its items become together. */
    public <R> Page<R> mapAll(Function<? super List<T>, ? extends List<R>> shown) {
        return new Page<>(shown.apply(items), cursor, total);
    }

    /** The same page with the number of all items. */
    public Page<T> withTotal(long all) {
        return new Page<>(items, cursor, all);
    }
}
