package org.letterlock.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Numbering;
import org.letterlock.imap.mailbox.SequenceSet;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.response.ImapResponse;
import org.letterlock.imap.search.SearchKey;
import org.letterlock.imap.session.SelectedMailbox.Announcement;
import org.letterlock.imap.session.SelectedMailbox.Expunges;

@Tag("IMAP-10")
class SelectedMailboxTest {
    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    /** What a client knows that believes every response. */
    private static final class Client {
        private final List<Uid> messages = new ArrayList<>();
        private final Map<Uid, Set<Flag>> flags = new HashMap<>();

        void hear(List<ImapResponse> responses, SelectedMailbox mailbox) {
            for (ImapResponse response : responses) {
                switch (response) {
                    case ImapResponse.Expunged(int number) -> messages.remove(number - 1);
                    case ImapResponse.Exists(int count) -> {
                        assertThat(count).isGreaterThanOrEqualTo(messages.size());
                        // The client asks for the UIDs of what is new.
                        List<Uid> all = mailbox.uids().uids().toList();
                        messages.addAll(all.subList(messages.size(), count));
                    }
                    case ImapResponse.FetchFlags fetch ->
                        flags.put(messages.get(fetch.sequenceNumber() - 1), fetch.flags());
                    default -> {}
                }
            }
        }
    }

    /** A mailbox that changes at random. */
    private static final class Store {
        private final TreeMap<Uid, FlagState> messages = new TreeMap<>();
        private final Map<Uid, ModSeq> gone = new HashMap<>();
        private long next = 1;
        private long modSeq = 1;

        void add() {
            Uid uid = new Uid(next++);
            messages.put(uid, new FlagState(uid, Set.of(), new ModSeq(++modSeq)));
        }

        FlagState flag(Uid uid, Flag flag) {
            var state = new FlagState(uid, Set.of(flag), new ModSeq(++modSeq));
            messages.put(uid, state);
            return state;
        }

        void remove(Uid uid) {
            messages.remove(uid);
            gone.put(uid, new ModSeq(++modSeq));
        }

        SelectedMailbox tell(SelectedMailbox mailbox) {
            List<FlagState> changed = messages.values().stream()
                    .filter(state -> state.modSeq().compareTo(mailbox.known()) > 0)
                    .toList();
            List<Uid> vanished = gone.entrySet().stream()
                    .filter(entry -> entry.getValue().compareTo(mailbox.known()) > 0)
                    .map(Map.Entry::getKey)
                    .toList();
            return mailbox.observe(changed, UidSet.of(vanished), new ModSeq(modSeq));
        }

        Uid any(Random random) {
            return new ArrayList<>(messages.keySet()).get(random.nextInt(messages.size()));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aClientThatBelievesEveryResponseKnowsTheMailbox(long seed) {
        Random random = new Random(seed);
        Store store = new Store();
        for (int i = random.nextInt(5); i > 0; i--) {
            store.add();
        }
        Client client = new Client();
        client.messages.addAll(store.messages.keySet());
        SelectedMailbox mailbox = SelectedMailbox.open(
                UidSet.of(store.messages.keySet()), new ModSeq(store.modSeq), Set.of(), UidSet.empty());

        for (int step = 0; step < 60; step++) {
            mailbox = step(random, store, client, mailbox);
            assertThat(mailbox.uids().uids().toList()).as("seed %s", seed).isEqualTo(client.messages);
        }
        mailbox = announce(store.tell(mailbox), Expunges.ALLOWED, client);

        assertThat(client.messages).as("seed %s", seed).isEqualTo(new ArrayList<>(store.messages.keySet()));
        client.flags.keySet().retainAll(client.messages);
        client.flags.forEach((uid, flags) ->
                assertThat(flags).isEqualTo(store.messages.get(uid).flags()));
        assertThat(mailbox.hasNews()).isFalse();
    }

    private static SelectedMailbox step(Random random, Store store, Client client, SelectedMailbox mailbox) {
        boolean isEmpty = store.messages.isEmpty();
        switch (random.nextInt(7)) {
            case 0, 1 -> store.add();
            case 2 -> {
                if (!isEmpty) {
                    store.remove(store.any(random));
                }
            }
            case 3 -> {
                if (!isEmpty) {
                    store.flag(store.any(random), Flag.FLAGGED);
                }
            }
            case 4 -> {
                // The session itself changes a flag, and tells its client the answer.
                Uid uid = isEmpty ? new Uid(1) : store.any(random);
                if (!isEmpty && mailbox.uids().contains(uid)) {
                    FlagState state = store.flag(uid, Flag.SEEN);
                    client.flags.put(uid, state.flags());
                    return mailbox.changedHere(List.of(state));
                }
            }
            case 5 -> {
                return announce(store.tell(mailbox), Expunges.DEFERRED, client);
            }
            default -> {
                return announce(store.tell(mailbox), Expunges.ALLOWED, client);
            }
        }
        return random.nextBoolean() ? store.tell(mailbox) : mailbox;
    }

    private static SelectedMailbox announce(SelectedMailbox mailbox, Expunges expunges, Client client) {
        int before = mailbox.size();
        Announcement announcement = mailbox.announce(expunges, Numbering.SEQUENCE, false);
        if (expunges == Expunges.DEFERRED) {
            assertThat(announcement.responses()).noneMatch(ImapResponse.Expunged.class::isInstance);
            assertThat(announcement.next().size()).isGreaterThanOrEqualTo(before);
        }
        client.hear(announcement.responses(), announcement.next());
        return announcement.next();
    }

    @Test
    void ownChangesAreNotToldAgain() {
        var state = new FlagState(new Uid(1), Set.of(Flag.SEEN), new ModSeq(5));
        SelectedMailbox mailbox =
                open("1:3").changedHere(List.of(state)).observe(List.of(state), UidSet.empty(), new ModSeq(5));

        assertThat(mailbox.hasNews()).isFalse();
    }

    @Test
    void anothersLaterChangeIsTold() {
        var own = new FlagState(new Uid(1), Set.of(Flag.SEEN), new ModSeq(5));
        var other = new FlagState(new Uid(1), Set.of(), new ModSeq(6));

        SelectedMailbox mailbox =
                open("1:3").changedHere(List.of(own)).observe(List.of(other), UidSet.empty(), new ModSeq(6));

        assertThat(mailbox.announce(Expunges.DEFERRED, Numbering.SEQUENCE, false)
                        .responses())
                .containsExactly(new ImapResponse.FetchFlags(1, null, Set.of(), false));
    }

    @Test
    void expungesAreToldFromTheEnd() {
        SelectedMailbox mailbox =
                open("1:5").observe(List.of(), UidSet.parse("2,4").require(), new ModSeq(2));

        assertThat(mailbox.announce(Expunges.ALLOWED, Numbering.SEQUENCE, false).responses())
                .containsExactly(new ImapResponse.Expunged(4), new ImapResponse.Expunged(2));
    }

    @Test
    void aNewKeywordIsToldBeforeItsMessage() {
        var keyword = new Flag("$new");
        var state = new FlagState(new Uid(1), Set.of(keyword), new ModSeq(5));

        assertThat(open("1")
                        .observe(List.of(state), UidSet.empty(), new ModSeq(5))
                        .announce(Expunges.ALLOWED, Numbering.UID, false)
                        .responses())
                .containsExactly(
                        new ImapResponse.Flags(Set.of(keyword)),
                        new ImapResponse.FetchFlags(1, new Uid(1), Set.of(keyword), false));
    }

    @Test
    void numbersBecomeUids() {
        SelectedMailbox mailbox = open("2,5,9");

        assertThat(select(mailbox, Numbering.SEQUENCE, 2, SequenceSet.STAR)).isEqualTo("5,9 false");
        assertThat(select(mailbox, Numbering.SEQUENCE, SequenceSet.STAR, 7)).isEqualTo("9 false");
        assertThat(select(mailbox, Numbering.SEQUENCE, 3, 4)).isEqualTo("9 true");
        assertThat(select(mailbox, Numbering.UID, 10, SequenceSet.STAR)).isEqualTo("9 false");
        assertThat(select(mailbox, Numbering.UID, 1, 4_294_967_295L)).isEqualTo("2,5,9 false");
        assertThat(select(open(""), Numbering.SEQUENCE, 1, SequenceSet.STAR)).isEqualTo(" false");
        assertThat(select(open(""), Numbering.UID, 1, SequenceSet.STAR)).isEqualTo(" false");
    }

    @Test
    void aSavedResultForgetsExpungedMessages() {
        SelectedMailbox mailbox = open("1:5")
                .saving(UidSet.parse("2:3").require())
                .observe(List.of(), UidSet.of(new Uid(3)), new ModSeq(2))
                .announce(Expunges.ALLOWED, Numbering.SEQUENCE, false)
                .next();

        assertThat(mailbox.select(new SequenceSet.SavedResult(), Numbering.UID).uids())
                .isEqualTo(UidSet.of(new Uid(2)));
    }

    @Test
    void aStoreSeesUidsOnly() {
        var numbers = new SequenceSet.Ranges(List.of(new SequenceSet.Range(2, 2)));
        var key = new SearchKey.Not(new SearchKey.NumberIn(numbers, Numbering.SEQUENCE));

        assertThat(open("4,8").resolve(key)).isEqualTo(new SearchKey.Not(new SearchKey.UidIn(UidSet.of(new Uid(8)))));
    }

    private static String select(SelectedMailbox mailbox, Numbering numbering, long one, long other) {
        var selection = mailbox.select(new SequenceSet.Ranges(List.of(new SequenceSet.Range(one, other))), numbering);
        return selection.uids().format() + " " + selection.beyond();
    }

    private static SelectedMailbox open(String uids) {
        return SelectedMailbox.open(UidSet.parse(uids).require(), new ModSeq(1), Set.of(), UidSet.empty());
    }
}
