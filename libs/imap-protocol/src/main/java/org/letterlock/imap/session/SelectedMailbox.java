package org.letterlock.imap.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Numbering;
import org.letterlock.imap.mailbox.SequenceSet;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidRange;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.response.ImapResponse;
import org.letterlock.imap.search.SearchKey;

/**
 * One client's view of a mailbox (RFC 9051 section 7.5.1): which message has which sequence number, as far as the client has
 * been told, and what it has not been told yet. A message that is gone keeps its number until its EXPUNGE is announced, and
 * that never happens while a command with sequence numbers could be on its way. Immutable: every change gives a new view.
 */
public final class SelectedMailbox {
    private final UidIndex view;
    private final ModSeq known;
    private final UidSet arrivals;
    private final UidSet vanished;
    private final SortedMap<Uid, Set<Flag>> changedFlags;
    private final Map<Uid, ModSeq> ownChanges;
    private final Set<Flag> knownFlags;
    private final UidSet saved;
    private final UidSet recent;

    /** All components, to make a changed copy of. */
    private static final class Draft {
        private UidIndex view;
        private ModSeq known;
        private UidSet arrivals;
        private UidSet vanished;
        private SortedMap<Uid, Set<Flag>> changedFlags;
        private Map<Uid, ModSeq> ownChanges;
        private Set<Flag> knownFlags;
        private UidSet saved;
        private UidSet recent;

        private Draft(SelectedMailbox old) {
            view = old.view;
            known = old.known;
            arrivals = old.arrivals;
            vanished = old.vanished;
            changedFlags = old.changedFlags;
            ownChanges = old.ownChanges;
            knownFlags = old.knownFlags;
            saved = old.saved;
            recent = old.recent;
        }
    }

    private SelectedMailbox(Draft draft) {
        view = draft.view;
        known = draft.known;
        arrivals = draft.arrivals;
        vanished = draft.vanished;
        changedFlags = draft.changedFlags;
        ownChanges = draft.ownChanges;
        knownFlags = draft.knownFlags;
        saved = draft.saved;
        recent = draft.recent;
    }

    private SelectedMailbox(UidSet uids, ModSeq known, Set<Flag> knownFlags, UidSet recent) {
        this.view = new UidIndex(uids);
        this.known = known;
        this.arrivals = UidSet.empty();
        this.vanished = UidSet.empty();
        this.changedFlags = new TreeMap<>();
        this.ownChanges = Map.of();
        this.knownFlags = Set.copyOf(knownFlags);
        this.saved = UidSet.empty();
        this.recent = recent;
    }

    /**
     * The view that SELECT gives.
     *
     * @param uids of all messages
     * @param known the MODSEQ as of which that is so
     * @param knownFlags those the client is told of
     * @param recent which messages are recent (RFC 3501 section 2.3.2); of no meaning in IMAP4rev2
     */
    public static SelectedMailbox open(UidSet uids, ModSeq known, Set<Flag> knownFlags, UidSet recent) {
        return new SelectedMailbox(uids, known, knownFlags, recent);
    }

    /** How many messages the client knows of. */
    public int size() {
        return view.size();
    }

    /** The messages that the client knows of, gone ones included until they are announced. */
    public UidSet uids() {
        return view.uids();
    }

    /** What is newer than this has not been seen here. */
    public ModSeq known() {
        return known;
    }

    /** The sequence number of a message; empty when the client does not know it. */
    public OptionalInt sequenceNumber(Uid uid) {
        return view.sequenceNumber(uid);
    }

    /** The sequence numbers of those messages that the client knows. */
    public UidSet sequenceNumbers(UidSet uids) {
        return view.sequenceNumbers(uids);
    }

    /** How many recent messages the client knows of. */
    public long recentCount() {
        return recent.intersection(view.uids()).size();
    }

    /** Whether the message is recent in this session. */
    public boolean isRecent(Uid uid) {
        return recent.contains(uid);
    }

    /** Whether some of these messages are known to be gone, though the client was not told. */
    public boolean anyVanished(UidSet uids) {
        return !vanished.intersection(uids).isEmpty();
    }

    /** What the saved result of SEARCH holds (RFC 9051 section 6.4.4.1). */
    public UidSet saved() {
        return saved;
    }

    /** The view with another saved result. */
    public SelectedMailbox saving(UidSet result) {
        var draft = new Draft(this);
        draft.saved = result;
        return new SelectedMailbox(draft);
    }

    /**
     * Messages that a command names.
     *
     * @param beyond whether it named a sequence number that no message has
     */
    public record Selection(UidSet uids, boolean beyond) {}

    /** The messages that a client means by a set. */
    public Selection select(SequenceSet set, Numbering numbering) {
        return switch (set) {
            case SequenceSet.SavedResult() -> new Selection(saved.intersection(view.uids()), false);
            case SequenceSet.Ranges(List<SequenceSet.Range> ranges) ->
                switch (numbering) {
                    case SEQUENCE -> byNumber(ranges);
                    case UID -> byUid(ranges);
                };
        };
    }

    // RFC 9051 section 9, seq-range: the two numbers come in any order; "*" is the number of the last message.
    private Selection byNumber(List<SequenceSet.Range> ranges) {
        List<UidRange> found = new ArrayList<>();
        boolean beyond = false;
        int size = view.size();
        for (SequenceSet.Range range : ranges) {
            boolean hasStar = range.one() == SequenceSet.STAR || range.other() == SequenceSet.STAR;
            long one = range.one() == SequenceSet.STAR ? size : range.one();
            long other = range.other() == SequenceSet.STAR ? size : range.other();
            // "7:*" with six messages names the last one by either reading, so that is no fault of the client.
            beyond |= !hasStar && Math.max(one, other) > size;
            long from = Math.max(1, Math.min(one, other));
            long to = Math.min(size, Math.max(one, other));
            if (from <= to) {
                found.addAll(view.between((int) from, (int) to));
            }
        }
        return new Selection(UidSet.ofRanges(found), beyond);
    }

    private Selection byUid(List<SequenceSet.Range> ranges) {
        List<UidRange> named = new ArrayList<>();
        if (view.size() > 0) {
            long last = view.uids().last().value();
            for (SequenceSet.Range range : ranges) {
                long one = range.one() == SequenceSet.STAR ? last : range.one();
                long other = range.other() == SequenceSet.STAR ? last : range.other();
                named.add(new UidRange(new Uid(Math.min(one, other)), new Uid(Math.max(one, other))));
            }
        }
        return new Selection(UidSet.ofRanges(named).intersection(view.uids()), false);
    }

    /** The key with this view's UIDs in place of what only this session can read. */
    public SearchKey resolve(SearchKey key) {
        return switch (key) {
            case SearchKey.NumberIn(var numbers, var numbering) ->
                new SearchKey.UidIn(select(numbers, numbering).uids());
            case SearchKey.Recent() -> new SearchKey.UidIn(recent);
            case SearchKey.Not(var inner) -> new SearchKey.Not(resolve(inner));
            case SearchKey.Or(var one, var other) -> new SearchKey.Or(resolve(one), resolve(other));
            case SearchKey.And(var keys) ->
                new SearchKey.And(keys.stream().map(this::resolve).toList());
            case SearchKey.All _,
                    SearchKey.HasFlag _,
                    SearchKey.Header _,
                    SearchKey.Body _,
                    SearchKey.Text _,
                    SearchKey.Larger _,
                    SearchKey.Smaller _,
                    SearchKey.InternalDate _,
                    SearchKey.SentDate _,
                    SearchKey.UidIn _,
                    SearchKey.ChangedSince _ -> key;
        };
    }

    /**
     * The view after news from the store. What this session did itself and has been told as the answer to its command is not
     * told again.
     *
     * @param asOf the news is complete up to this MODSEQ
     */
    public SelectedMailbox observe(Collection<FlagState> changed, UidSet gone, ModSeq asOf) {
        var draft = new Draft(this);
        draft.known = asOf.compareTo(known) > 0 ? asOf : known;
        draft.changedFlags = new TreeMap<>(changedFlags);
        UidSet present = view.uids().union(arrivals);
        long newest = present.isEmpty() ? 0 : present.last().value();
        List<Uid> arrived = new ArrayList<>();
        for (FlagState state : changed) {
            if (view.uids().contains(state.uid())) {
                if (!state.modSeq().equals(ownChanges.get(state.uid()))) {
                    draft.changedFlags.put(state.uid(), state.flags());
                }
            } else if (state.uid().value() > newest) {
                arrived.add(state.uid());
            }
        }
        draft.arrivals = arrivals.union(UidSet.of(arrived)).minus(gone);
        draft.vanished = vanished.union(gone.intersection(view.uids()));
        draft.changedFlags.keySet().removeIf(draft.vanished::contains);
        draft.ownChanges = later(ownChanges, draft.known);
        return new SelectedMailbox(draft);
    }

    private static Map<Uid, ModSeq> later(Map<Uid, ModSeq> changes, ModSeq than) {
        if (changes.isEmpty()) {
            return changes;
        }
        Map<Uid, ModSeq> later = new HashMap<>(changes);
        later.values().removeIf(modSeq -> modSeq.compareTo(than) <= 0);
        return later;
    }

    /** The view after this session changed flags and has answered, or was told to be silent. */
    public SelectedMailbox changedHere(Collection<FlagState> states) {
        var draft = new Draft(this);
        draft.ownChanges = new HashMap<>(ownChanges);
        draft.changedFlags = new TreeMap<>(changedFlags);
        for (FlagState state : states) {
            draft.ownChanges.put(state.uid(), state.modSeq());
            draft.changedFlags.remove(state.uid());
        }
        draft.known = knownAfter(states);
        draft.ownChanges = later(draft.ownChanges, draft.known);
        return new SelectedMailbox(draft);
    }

    // Every change has a MODSEQ of its own. If ours come right behind what is known, nobody else changed anything
    // between.
    private ModSeq knownAfter(Collection<FlagState> states) {
        long after = known.value();
        for (long modSeq : states.stream()
                .mapToLong(state -> state.modSeq().value())
                .sorted()
                .toArray()) {
            if (modSeq > after + 1) {
                return known;
            }
            after = Math.max(after, modSeq);
        }
        return new ModSeq(after);
    }

    /** The view with more messages recent. */
    public SelectedMailbox withRecent(UidSet more) {
        var draft = new Draft(this);
        draft.recent = recent.union(more);
        return new SelectedMailbox(draft);
    }

    /** New messages that the client was not told of. */
    public UidSet arrivals() {
        return arrivals;
    }

    /** Whether there is something to announce. */
    public boolean hasNews() {
        return !arrivals.isEmpty() || !vanished.isEmpty() || !changedFlags.isEmpty();
    }

    /** When an EXPUNGE may be sent (RFC 9051 section 7.5.1). */
    public enum Expunges {
        /** At the end of a command that is not FETCH, STORE or SEARCH, or of one by UID, and while idling. */
        ALLOWED,
        /** Never while sequence numbers of the client may be on their way. */
        DEFERRED
    }

    /** The view after an announcement, and the responses to send. */
    public record Announcement(SelectedMailbox next, List<ImapResponse> responses) {}

    /**
     * Tells the client what it does not know yet.
     *
     * @param reporting by UID when the responses belong to a UID command, whose FETCH responses hold the UID
     * @param tellsRecent whether the session is of a revision that knows RECENT
     */
    public Announcement announce(Expunges expunges, Numbering reporting, boolean tellsRecent) {
        if (!hasNews()) {
            return new Announcement(this, List.of());
        }
        List<ImapResponse> responses = new ArrayList<>();
        var draft = new Draft(this);
        if (expunges == Expunges.ALLOWED && !vanished.isEmpty()) {
            announceVanished(responses);
            draft.view = view.without(vanished);
            draft.saved = saved.minus(vanished); // RFC 9051 section 6.4.4.1
            draft.vanished = UidSet.empty();
        }
        if (!arrivals.isEmpty()) {
            draft.view = draft.view.with(arrivals);
            draft.arrivals = UidSet.empty();
            responses.add(new ImapResponse.Exists(draft.view.size()));
            if (tellsRecent) {
                responses.add(new ImapResponse.Recent(
                        recent.intersection(draft.view.uids()).size()));
            }
        }
        draft.changedFlags = new TreeMap<>();
        draft.knownFlags = announceNewKeywords(responses);
        for (var change : changedFlags.entrySet()) {
            OptionalInt number = draft.view.sequenceNumber(change.getKey());
            Uid uid = reporting == Numbering.UID ? change.getKey() : null;
            number.ifPresent(present -> responses.add(flags(present, uid, change.getKey(), change.getValue())));
        }
        return new Announcement(new SelectedMailbox(draft), responses);
    }

    private ImapResponse flags(int number, @Nullable Uid shown, Uid uid, Set<Flag> flags) {
        return new ImapResponse.FetchFlags(number, shown, flags, isRecent(uid));
    }

    // From the highest number down, so that no number changes before it is announced.
    private void announceVanished(List<ImapResponse> responses) {
        for (UidRange range : view.sequenceNumbers(vanished).ranges().reversed()) {
            for (long number = range.last().value(); number >= range.first().value(); number--) {
                responses.add(new ImapResponse.Expunged((int) number));
            }
        }
    }

    private Set<Flag> announceNewKeywords(List<ImapResponse> responses) {
        Set<Flag> used = new HashSet<>(knownFlags);
        changedFlags.values().forEach(used::addAll);
        if (used.size() > knownFlags.size()) {
            responses.add(new ImapResponse.Flags(used));
        }
        return used.size() > knownFlags.size() ? Set.copyOf(used) : knownFlags;
    }

    /** The view after the client has been told of flags, with the response to send first if some are new to it. */
    public Announcement telling(Set<Flag> flags) {
        if (knownFlags.containsAll(flags)) {
            return new Announcement(this, List.of());
        }
        Set<Flag> used = new HashSet<>(knownFlags);
        used.addAll(flags);
        var draft = new Draft(this);
        draft.knownFlags = Set.copyOf(used);
        return new Announcement(new SelectedMailbox(draft), List.of(new ImapResponse.Flags(used)));
    }
}
