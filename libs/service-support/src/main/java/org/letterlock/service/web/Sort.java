package org.letterlock.service.web;

/**
 * By what a list is sorted (API-8): {@code sort=login} or, the other way round, {@code sort=-login}.
 *
 * @param key one of those that the list's {@link Sortable} names
 */
public record Sort(String key, boolean descending) {
    static Sort parse(String text) {
        return text.startsWith("-") ? new Sort(text.substring(1), true) : new Sort(text, false);
    }

    /** As the parameter says it. */
    public String format() {
        return (descending ? "-" : "") + key;
    }
}
