package org.letterlock.mailstore.search;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.letterlock.imap.search.SearchKey;

/** Puts the cheap parts of a search key first, so that a message is opened only where they leave it in doubt. */
final class SearchPlan {
    /** Fields of which the metadata tells the text. */
    static final Set<String> IN_ENVELOPE = Set.of("subject", "from", "to", "cc", "bcc", "message-id", "in-reply-to");

    private SearchPlan() {}

    /** What has to be opened of a message, ascending by price. */
    enum Cost {
        ROW,
        ENVELOPE,
        HEADER,
        CONTENT
    }

    /** The same key with the cheap parts first and texts folded. */
    static SearchKey of(SearchKey key) {
        return switch (key) {
            case SearchKey.And(List<SearchKey> keys) ->
                new SearchKey.And(keys.stream()
                        .map(SearchPlan::of)
                        .sorted(Comparator.comparing(SearchPlan::cost))
                        .toList());
            case SearchKey.Or(SearchKey one, SearchKey other) -> {
                SearchKey first = of(one);
                SearchKey second = of(other);
                yield cost(first).compareTo(cost(second)) <= 0
                        ? new SearchKey.Or(first, second)
                        : new SearchKey.Or(second, first);
            }
            case SearchKey.Not(SearchKey inner) -> new SearchKey.Not(of(inner));
            case SearchKey.Header(String name, String text) ->
                new SearchKey.Header(name.toLowerCase(Locale.ROOT), Caseless.fold(text));
            case SearchKey.Body(String text) -> new SearchKey.Body(Caseless.fold(text));
            case SearchKey.Text(String text) -> new SearchKey.Text(Caseless.fold(text));
            case SearchKey.All _,
                    SearchKey.HasFlag _,
                    SearchKey.Larger _,
                    SearchKey.Smaller _,
                    SearchKey.InternalDate _,
                    SearchKey.SentDate _,
                    SearchKey.UidIn _,
                    SearchKey.NumberIn _,
                    SearchKey.Recent _,
                    SearchKey.ChangedSince _ -> key;
        };
    }

    /** What the dearest part of the key needs. */
    static Cost cost(SearchKey key) {
        return switch (key) {
            case SearchKey.And(List<SearchKey> keys) -> max(keys.stream());
            case SearchKey.Or(SearchKey one, SearchKey other) -> max(Stream.of(one, other));
            case SearchKey.Not(SearchKey inner) -> cost(inner);
            case SearchKey.SentDate _ -> Cost.ENVELOPE;
            case SearchKey.Header(String name, String text) ->
                text.isEmpty() || IN_ENVELOPE.contains(name.toLowerCase(Locale.ROOT)) ? Cost.ENVELOPE : Cost.HEADER;
            case SearchKey.Body _, SearchKey.Text _ -> Cost.CONTENT;
            case SearchKey.All _,
                    SearchKey.HasFlag _,
                    SearchKey.Larger _,
                    SearchKey.Smaller _,
                    SearchKey.InternalDate _,
                    SearchKey.UidIn _,
                    SearchKey.NumberIn _,
                    SearchKey.Recent _,
                    SearchKey.ChangedSince _ -> Cost.ROW;
        };
    }

    private static Cost max(Stream<SearchKey> keys) {
        return keys.map(SearchPlan::cost).max(Comparator.naturalOrder()).orElse(Cost.ROW);
    }
}
