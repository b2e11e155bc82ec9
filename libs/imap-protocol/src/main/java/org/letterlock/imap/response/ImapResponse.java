package org.letterlock.imap.response;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.imap.command.SearchReturn;
import org.letterlock.imap.command.StatusItem;
import org.letterlock.imap.command.Tag;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.MailboxName;
import org.letterlock.imap.mailbox.Numbering;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;

/** A response, except FETCH with anything but flags, which is written while its parts come (see {@link FetchWriter}). */
public sealed interface ImapResponse {

    /** The end of a command. */
    record Completion(Tag tag, StatusText status) implements ImapResponse {}

    /** Untagged OK, NO, BAD, BYE. */
    record Untagged(StatusText status) implements ImapResponse {}

    /** {@code + } and text: the client may go on with a literal or an IDLE. */
    record Continuation(String text) implements ImapResponse {}

    /** {@code + } and base64: a SASL challenge. */
    record Challenge(String base64) implements ImapResponse {}

    /** CAPABILITY. */
    record Capabilities(List<String> names) implements ImapResponse {
        public Capabilities {
            names = List.copyOf(names);
        }
    }

    /** ENABLED; may be empty. */
    record Enabled(List<String> names) implements ImapResponse {
        public Enabled {
            names = List.copyOf(names);
        }
    }

    /** ID (RFC 2971). */
    record Id(Map<String, String> fields) implements ImapResponse {
        public Id {
            fields = Map.copyOf(fields);
        }
    }

    /** NAMESPACE with the personal one only. */
    record PersonalNamespace() implements ImapResponse {}

    /** How many messages the mailbox has. */
    record Exists(int count) implements ImapResponse {}

    /** RFC 3501 section 7.3.2. */
    record Recent(long count) implements ImapResponse {}

    /** The message of that number is gone, and those above have moved down by one. */
    record Expunged(int sequenceNumber) implements ImapResponse {}

    /** Which flags the mailbox knows; system flags come first. */
    record Flags(Collection<Flag> flags) implements ImapResponse {
        public Flags {
            flags = flags.stream()
                    .sorted(Comparator.comparing(Flag::isSystem).reversed().thenComparing(Flag::name))
                    .toList();
        }
    }

    /** FETCH with the flags of a message. */
    record FetchFlags(int sequenceNumber, @Nullable Uid uid, Set<Flag> flags, boolean recent) implements ImapResponse {
        public FetchFlags {
            flags = Set.copyOf(flags);
        }
    }

    /** LIST or LSUB. */
    record ListEntry(
            Word word, List<String> attributes, @Nullable MailboxName name, List<String> childInfo)
            implements ImapResponse {
        public ListEntry {
            attributes = List.copyOf(attributes);
            childInfo = List.copyOf(childInfo);
        }

        /** Which of the two. */
        public enum Word {
            LIST,
            LSUB
        }
    }

    /** STATUS, its items in the order of the map. */
    record Status(MailboxName name, SequencedMap<StatusItem, Long> values) implements ImapResponse {
        public Status {
            values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * SEARCH of RFC 3501 section 7.2.5.
     *
     * @param numbers UIDs or sequence numbers: both are ascending nz-numbers
     */
    record Found(UidSet numbers) implements ImapResponse {}

    /**
     * ESEARCH (RFC 9051 section 7.3.4).
     *
     * @param numbers UIDs or sequence numbers: both are ascending nz-numbers
     * @param returned what the client asked for, SAVE left out of account
     */
    record Extended(Tag tag, Numbering numbering, Set<SearchReturn> returned, UidSet numbers) implements ImapResponse {
        public Extended {
            returned = Set.copyOf(returned);
        }
    }
}
