package org.letterlock.imap.command;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.Numbering;
import org.letterlock.imap.search.SearchKey;
import org.letterlock.imap.search.SearchKey.DateRelation;

/** What SEARCH looks for (RFC 9051 section 9, search-program). */
final class SearchParser {
    private final Arguments arguments;

    SearchParser(Arguments arguments) {
        this.arguments = arguments;
    }

    // search = "SEARCH" [search-return-opts] SP search-program
    ImapCommand search(Numbering numbering) {
        arguments.space();
        Set<SearchReturn> returned = null;
        if (arguments.skipWord("RETURN")) {
            returned = returnOptions();
            arguments.space();
        }
        String charset = null;
        if (arguments.skipWord("CHARSET")) {
            arguments.space();
            charset = arguments.astring();
            arguments.space();
        }
        return new ImapCommand.Search(numbering, returned, charset, keys(0));
    }

    // search-return-opts = SP "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")"
    private Set<SearchReturn> returnOptions() {
        Set<SearchReturn> options = EnumSet.noneOf(SearchReturn.class);
        arguments.require(" (", "search-return-opts");
        if (arguments.skip(")")) {
            return EnumSet.of(SearchReturn.ALL);
        }
        do {
            switch (arguments.keyword()) {
                case "MIN" -> options.add(SearchReturn.MIN);
                case "MAX" -> options.add(SearchReturn.MAX);
                case "ALL" -> options.add(SearchReturn.ALL);
                case "COUNT" -> options.add(SearchReturn.COUNT);
                case "SAVE" -> options.add(SearchReturn.SAVE);
                default -> arguments.fail("search-return-opt");
            }
        } while (arguments.skip(" "));
        arguments.require(")", "\")\"");
        return options;
    }

    // search-key *(SP search-key)
    private SearchKey keys(int depth) {
        List<SearchKey> keys = new ArrayList<>();
        do {
            keys.add(key(depth));
        } while (arguments.skip(" "));
        return keys.size() == 1 ? keys.getFirst() : new SearchKey.And(keys);
    }

    private SearchKey key(int depth) {
        if (depth >= SearchKey.MAX_DEPTH) {
            arguments.fail("shallower search-key");
            return new SearchKey.All();
        }
        if (arguments.skip("(")) {
            SearchKey inner = keys(depth + 1);
            arguments.require(")", "\")\"");
            return inner;
        }
        int next = arguments.peek();
        if ((next >= '0' && next <= '9') || next == '*' || next == '$') {
            return new SearchKey.NumberIn(arguments.sequenceSet(), Numbering.SEQUENCE);
        }
        String word = arguments.keyword();
        SearchKey key = flagKey(word);
        if (key == null) {
            key = textKey(word);
        }
        if (key == null) {
            key = valueKey(word);
        }
        return key == null ? combinedKey(word, depth) : key;
    }

    private static @Nullable SearchKey flagKey(String word) {
        return switch (word) {
            case "ALL" -> new SearchKey.All();
            case "ANSWERED" -> new SearchKey.HasFlag(Flag.ANSWERED);
            case "DELETED" -> new SearchKey.HasFlag(Flag.DELETED);
            case "DRAFT" -> new SearchKey.HasFlag(Flag.DRAFT);
            case "FLAGGED" -> new SearchKey.HasFlag(Flag.FLAGGED);
            case "SEEN" -> new SearchKey.HasFlag(Flag.SEEN);
            case "UNANSWERED" -> new SearchKey.Not(new SearchKey.HasFlag(Flag.ANSWERED));
            case "UNDELETED" -> new SearchKey.Not(new SearchKey.HasFlag(Flag.DELETED));
            case "UNDRAFT" -> new SearchKey.Not(new SearchKey.HasFlag(Flag.DRAFT));
            case "UNFLAGGED" -> new SearchKey.Not(new SearchKey.HasFlag(Flag.FLAGGED));
            case "UNSEEN" -> new SearchKey.Not(new SearchKey.HasFlag(Flag.SEEN));
            case "RECENT" -> new SearchKey.Recent();
            case "OLD" -> new SearchKey.Not(new SearchKey.Recent());
            case "NEW" ->
                new SearchKey.And(List.of(new SearchKey.Recent(), new SearchKey.Not(new SearchKey.HasFlag(Flag.SEEN))));
            default -> null;
        };
    }

    private @Nullable SearchKey textKey(String word) {
        return switch (word) {
            case "BCC" -> new SearchKey.Header("Bcc", text());
            case "CC" -> new SearchKey.Header("Cc", text());
            case "FROM" -> new SearchKey.Header("From", text());
            case "SUBJECT" -> new SearchKey.Header("Subject", text());
            case "TO" -> new SearchKey.Header("To", text());
            case "HEADER" -> new SearchKey.Header(text(), text());
            case "BODY" -> new SearchKey.Body(text());
            case "TEXT" -> new SearchKey.Text(text());
            default -> null;
        };
    }

    private @Nullable SearchKey valueKey(String word) {
        return switch (word) {
            case "BEFORE" -> new SearchKey.InternalDate(DateRelation.BEFORE, date());
            case "ON" -> new SearchKey.InternalDate(DateRelation.ON, date());
            case "SINCE" -> new SearchKey.InternalDate(DateRelation.SINCE, date());
            case "SENTBEFORE" -> new SearchKey.SentDate(DateRelation.BEFORE, date());
            case "SENTON" -> new SearchKey.SentDate(DateRelation.ON, date());
            case "SENTSINCE" -> new SearchKey.SentDate(DateRelation.SINCE, date());
            case "LARGER" -> new SearchKey.Larger(number());
            case "SMALLER" -> new SearchKey.Smaller(number());
            case "KEYWORD" -> new SearchKey.HasFlag(keyword());
            case "UNKEYWORD" -> new SearchKey.Not(new SearchKey.HasFlag(keyword()));
            case "UID" -> {
                arguments.space();
                yield new SearchKey.NumberIn(arguments.sequenceSet(), Numbering.UID);
            }
            default -> null;
        };
    }

    private SearchKey combinedKey(String word, int depth) {
        return switch (word) {
            case "NOT" -> {
                arguments.space();
                yield new SearchKey.Not(key(depth + 1));
            }
            case "OR" -> {
                arguments.space();
                SearchKey one = key(depth + 1);
                arguments.space();
                yield new SearchKey.Or(one, key(depth + 1));
            }
            default -> {
                arguments.fail("search-key");
                yield new SearchKey.All();
            }
        };
    }

    private String text() {
        arguments.space();
        return arguments.astring();
    }

    private LocalDate date() {
        arguments.space();
        return arguments.date();
    }

    private long number() {
        arguments.space();
        return arguments.number();
    }

    private Flag keyword() {
        arguments.space();
        return arguments.keyword(arguments.atom());
    }
}
