package org.letterlock.imap.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.letterlock.imap.mailbox.MailboxPattern;

/** Arguments of LIST, LSUB and the items of STATUS (RFC 9051 section 9, RFC 5258, RFC 5819, RFC 6154). */
final class ListParser {
    private static final int MAX_PATTERNS = 100;

    private final Arguments arguments;

    ListParser(Arguments arguments) {
        this.arguments = arguments;
    }

    // list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]
    ImapCommand list() {
        arguments.space();
        Set<ListSelection> selection = EnumSet.noneOf(ListSelection.class);
        boolean extended = arguments.peek() == '(';
        if (extended) {
            selection = selectionOptions();
            arguments.space();
        }
        String reference = arguments.mailboxText(arguments.astring());
        arguments.space();
        List<String> texts = new ArrayList<>();
        if (arguments.skip("(")) {
            extended = true;
            do {
                texts.add(arguments.listMailbox());
                if (texts.size() > MAX_PATTERNS) {
                    arguments.fail("100 patterns or fewer");
                }
            } while (arguments.skip(" "));
            arguments.require(")", "\")\"");
        } else {
            texts.add(arguments.listMailbox());
        }
        ListReturn returned = ListReturn.NOTHING;
        if (arguments.skip(" ")) {
            extended = true;
            returned = returnOptions();
        }
        return new ImapCommand.ListMailboxes(selection, patterns(reference, texts, extended), returned, extended);
    }

    // lsub = "LSUB" SP mailbox SP list-mailbox    RFC 3501 section 9
    ImapCommand listSubscribed() {
        arguments.space();
        String reference = arguments.mailboxText(arguments.astring());
        arguments.space();
        return new ImapCommand.ListSubscribed(patterns(reference, List.of(arguments.listMailbox()), false));
    }

    // The empty pattern of the plain form asks for the delimiter (RFC 9051 section 6.3.9).
    private static List<MailboxPattern> patterns(String reference, List<String> texts, boolean extended) {
        if (!extended && texts.getFirst().isEmpty()) {
            return List.of();
        }
        return texts.stream().map(text -> new MailboxPattern(reference + text)).toList();
    }

    // list-select-opts = "(" [*(list-select-opt SP) list-select-base-opt ...] ")"
    private Set<ListSelection> selectionOptions() {
        Set<ListSelection> options = EnumSet.noneOf(ListSelection.class);
        arguments.require("(", "list-select-opts");
        if (arguments.skip(")")) {
            return options;
        }
        do {
            switch (arguments.keyword()) {
                case "SUBSCRIBED" -> options.add(ListSelection.SUBSCRIBED);
                case "REMOTE" -> options.add(ListSelection.REMOTE);
                case "RECURSIVEMATCH" -> options.add(ListSelection.RECURSIVEMATCH);
                case "SPECIAL-USE" -> options.add(ListSelection.SPECIAL_USE);
                default -> arguments.fail("list-select-opt");
            }
        } while (arguments.skip(" "));
        arguments.require(")", "\")\"");
        boolean hasBase = options.contains(ListSelection.SUBSCRIBED) || options.contains(ListSelection.SPECIAL_USE);
        if (options.contains(ListSelection.RECURSIVEMATCH) && !hasBase) {
            arguments.fail("list-select-base-opt"); // RFC 9051 section 6.3.9.1: a tagged BAD
        }
        return options;
    }

    // list-return-opts = "RETURN" SP "(" [return-option *(SP return-option)] ")"
    private ListReturn returnOptions() {
        if (!arguments.skipWord("RETURN")) {
            arguments.fail("\"RETURN\"");
        }
        arguments.require(" (", "list-return-opts");
        Set<ListReturn.Option> options = EnumSet.noneOf(ListReturn.Option.class);
        List<StatusItem> status = List.of();
        if (!arguments.skip(")")) {
            do {
                switch (arguments.keyword()) {
                    case "SUBSCRIBED" -> options.add(ListReturn.Option.SUBSCRIBED);
                    case "CHILDREN" -> options.add(ListReturn.Option.CHILDREN);
                    case "SPECIAL-USE" -> options.add(ListReturn.Option.SPECIAL_USE);
                    case "STATUS" -> {
                        arguments.space();
                        status = statusItems(arguments);
                    }
                    default -> arguments.fail("return-option");
                }
            } while (arguments.skip(" "));
            arguments.require(")", "\")\"");
        }
        return new ListReturn(options, status);
    }

    // "(" status-att *(SP status-att) ")"
    // In the client's order, each once.
    static List<StatusItem> statusItems(Arguments arguments) {
        Set<StatusItem> items = new LinkedHashSet<>();
        arguments.require("(", "status-att list");
        do {
            switch (arguments.keyword()) {
                case "MESSAGES" -> items.add(StatusItem.MESSAGES);
                case "UIDNEXT" -> items.add(StatusItem.UIDNEXT);
                case "UIDVALIDITY" -> items.add(StatusItem.UIDVALIDITY);
                case "UNSEEN" -> items.add(StatusItem.UNSEEN);
                case "DELETED" -> items.add(StatusItem.DELETED);
                case "SIZE" -> items.add(StatusItem.SIZE);
                case "APPENDLIMIT" -> items.add(StatusItem.APPENDLIMIT);
                case "RECENT" -> items.add(StatusItem.RECENT);
                default -> arguments.fail("status-att");
            }
        } while (arguments.skip(" "));
        arguments.require(")", "\")\"");
        return List.copyOf(items);
    }
}
