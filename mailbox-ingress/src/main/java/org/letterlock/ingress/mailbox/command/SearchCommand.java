package org.letterlock.ingress.mailbox.command;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.imap.command.ImapCommand;
import org.letterlock.imap.command.SearchReturn;
import org.letterlock.imap.command.Tag;
import org.letterlock.imap.mailbox.Numbering;
import org.letterlock.imap.mailbox.Revision;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.response.ImapResponse;
import org.letterlock.imap.response.ResponseCode;
import org.letterlock.imap.response.StatusText;
import org.letterlock.imap.search.SearchKey;
import org.letterlock.imap.session.SelectedMailbox;

/** SEARCH (RFC 9051 section 6.4.4, RFC 4731, RFC 5182). */
final class SearchCommand {
    private static final StatusText BAD_CHARSET = StatusText.no(ResponseCode.BADCHARSET, "Charset not supported");

    private final MailboxStore store;

    SearchCommand(MailboxStore store) {
        this.store = store;
    }

    CommandOutcome search(MailboxSession session, Tag tag, ImapCommand.Search command, Responses responses) {
        OpenFolder folder = session.requireSelected();
        Set<SearchReturn> returned = returned(command, responses.revision());
        boolean saves = returned.contains(SearchReturn.SAVE);
        if (command.charset() != null && !isKnown(command.charset())) {
            if (saves) {
                folder.view(folder.view().saving(UidSet.empty())); // RFC 9051 section 6.4.4.1: after NO it is empty
            }
            return CommandOutcome.of(BAD_CHARSET);
        }
        SelectedMailbox view = folder.view();
        SearchKey key = view.resolve(command.key());
        UidSet found = local(key, view.uids())
                .orElseGet(() -> store.search(session.owner(), folder.id(), key).intersection(view.uids()));
        if (saves) {
            folder.view(view.saving(saved(found, returned)));
        }
        UidSet numbers = command.numbering() == Numbering.UID ? found : view.sequenceNumbers(found);
        if (command.returned() == null && responses.revision() == Revision.IMAP4REV1) {
            responses.add(new ImapResponse.Found(numbers));
        } else if (!returned.equals(Set.of(SearchReturn.SAVE))) {
            responses.add(new ImapResponse.Extended(tag, command.numbering(), returned, numbers));
        }
        return CommandOutcome.ok(saves ? "Search completed, result saved" : "Search completed");
    }

    // IMAP4rev2 answers the plain form by ESEARCH with ALL (RFC 9051 appendix E).
    private static Set<SearchReturn> returned(ImapCommand.Search command, Revision revision) {
        Set<SearchReturn> wanted = command.returned();
        return wanted == null ? EnumSet.of(SearchReturn.ALL) : wanted;
    }

    private static boolean isKnown(String charset) {
        return switch (charset.toUpperCase(Locale.ROOT)) {
            case "US-ASCII", "UTF-8" -> true;
            default -> false;
        };
    }

    // RFC 5182 section 2.4: SAVE with MIN or MAX alone keeps those, with ALL or COUNT it keeps everything.
    private static UidSet saved(UidSet found, Set<SearchReturn> returned) {
        boolean everything = returned.contains(SearchReturn.ALL) || returned.contains(SearchReturn.COUNT);
        boolean min = returned.contains(SearchReturn.MIN);
        boolean max = returned.contains(SearchReturn.MAX);
        if (found.isEmpty() || everything || !(min || max)) {
            return found;
        }
        UidSet least = min ? UidSet.of(found.first()) : UidSet.empty();
        UidSet most = max ? UidSet.of(found.last()) : UidSet.empty();
        return least.union(most);
    }

    /** What can be answered without the store: keys about UIDs only. */
    private static Optional<UidSet> local(SearchKey key, UidSet all) {
        return switch (key) {
            case SearchKey.All() -> Optional.of(all);
            case SearchKey.UidIn(UidSet uids) -> Optional.of(all.intersection(uids));
            case SearchKey.Not(SearchKey inner) -> local(inner, all).map(all::minus);
            case SearchKey.Or(SearchKey one, SearchKey other) ->
                local(one, all).flatMap(some -> local(other, all).map(some::union));
            case SearchKey.And(var keys) -> {
                Optional<UidSet> found = Optional.of(all);
                for (SearchKey each : keys) {
                    found = found.flatMap(some -> local(each, all).map(some::intersection));
                }
                yield found;
            }
            case SearchKey.HasFlag _,
                    SearchKey.Header _,
                    SearchKey.Body _,
                    SearchKey.Text _,
                    SearchKey.Larger _,
                    SearchKey.Smaller _,
                    SearchKey.InternalDate _,
                    SearchKey.SentDate _,
                    SearchKey.Recent _,
                    SearchKey.NumberIn _,
                    SearchKey.ChangedSince _ -> Optional.empty();
        };
    }
}
