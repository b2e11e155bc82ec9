package org.letterlock.imap.command;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.imap.framing.Literal;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.MailboxName;
import org.letterlock.imap.mailbox.MailboxPattern;
import org.letterlock.imap.mailbox.Numbering;
import org.letterlock.imap.mailbox.SequenceSet;
import org.letterlock.imap.search.SearchKey;

/** A command without its tag (RFC 9051 section 6). Its nested groups say in which states it is allowed. */
public sealed interface ImapCommand {

    /** Commands of any state (RFC 9051 section 6.1). */
    sealed interface AnyState extends ImapCommand {}

    record Capability() implements AnyState {}

    record Noop() implements AnyState {}

    record Logout() implements AnyState {}

    /** RFC 2971; names in lower case. */
    record Id(Map<String, String> fields) implements AnyState {
        public Id {
            fields = Map.copyOf(fields);
        }
    }

    /** Commands of the not authenticated state (RFC 9051 section 6.2). */
    sealed interface NotAuthenticatedState extends ImapCommand {}

    record StartTls() implements NotAuthenticatedState {}

    /**
     * RFC 9051 section 6.2.2.
     *
     * @param mechanism in capitals
     * @param initialResponse in base64 or {@code =} (RFC 4959); null when the client waits for a challenge
     */
    record Authenticate(String mechanism, @Nullable Secret initialResponse) implements NotAuthenticatedState {}

    record Login(String userName, Secret password) implements NotAuthenticatedState {}

    /** Commands of the authenticated and selected states (RFC 9051 section 6.3). */
    sealed interface AuthenticatedState extends ImapCommand {}

    /** RFC 5161; names in capitals. Only before a mailbox is selected. */
    record Enable(Set<String> capabilities) implements AuthenticatedState {
        public Enable {
            capabilities = Set.copyOf(capabilities);
        }
    }

    record Select(MailboxName mailbox, Access access) implements AuthenticatedState {}

    /** SELECT or EXAMINE. */
    enum Access {
        READ_WRITE,
        READ_ONLY
    }

    /** RFC 9051 section 6.3.4; with the uses of RFC 6154 section 3. */
    record Create(MailboxName mailbox, Set<SpecialUse> uses) implements AuthenticatedState {
        public Create {
            uses = Set.copyOf(uses);
        }
    }

    record Delete(MailboxName mailbox) implements AuthenticatedState {}

    record Rename(MailboxName from, MailboxName to) implements AuthenticatedState {}

    record Subscribe(MailboxName mailbox) implements AuthenticatedState {}

    record Unsubscribe(MailboxName mailbox) implements AuthenticatedState {}

    /**
     * RFC 9051 section 6.3.9.
     *
     * @param patterns reference name included; empty for the request for the delimiter, {@code LIST "" ""}
     * @param extended whether anything of the extended syntax (RFC 5258) was used
     */
    record ListMailboxes(
            Set<ListSelection> selection, List<MailboxPattern> patterns, ListReturn returned, boolean extended)
            implements AuthenticatedState {
        public ListMailboxes {
            selection = Set.copyOf(selection);
            patterns = List.copyOf(patterns);
        }
    }

    /** LSUB of RFC 3501 section 6.3.9; no pattern as for LIST. */
    record ListSubscribed(List<MailboxPattern> patterns) implements AuthenticatedState {
        public ListSubscribed {
            patterns = List.copyOf(patterns);
        }
    }

    /** RFC 9051 section 6.3.10. */
    record Namespace() implements AuthenticatedState {}

    record Status(MailboxName mailbox, List<StatusItem> items) implements AuthenticatedState {
        public Status {
            items = List.copyOf(items);
        }
    }

    /**
     * APPEND up to its message (RFC 9051 section 6.3.12).
     *
     * @param internalDate null for the time of arrival
     */
    record Append(
            MailboxName mailbox, Set<Flag> flags, @Nullable OffsetDateTime internalDate, Literal message)
            implements AuthenticatedState {
        public Append {
            flags = Set.copyOf(flags);
        }
    }

    /** RFC 9051 section 6.3.13. */
    record Idle() implements AuthenticatedState {}

    /** Commands of the selected state (RFC 9051 section 6.4). */
    sealed interface SelectedState extends ImapCommand {}

    /** CHECK of RFC 3501 section 6.4.1. */
    record Check() implements SelectedState {}

    record Close() implements SelectedState {}

    record Unselect() implements SelectedState {}

    /** EXPUNGE, or UID EXPUNGE when {@code uids} is not null (RFC 9051 section 6.4.9). */
    record Expunge(@Nullable SequenceSet uids) implements SelectedState {}

    /**
     * RFC 9051 section 6.4.4.
     *
     * @param returned null for the plain form without RETURN; RETURN with nothing is ALL
     * @param charset null when none was given
     */
    record Search(
            Numbering numbering,
            @Nullable Set<SearchReturn> returned,
            @Nullable String charset,
            SearchKey key) implements SelectedState {
        public Search {
            returned = returned == null ? null : Set.copyOf(returned);
        }
    }

    record Fetch(Numbering numbering, SequenceSet messages, List<FetchItem> items) implements SelectedState {
        public Fetch {
            items = List.copyOf(items);
        }
    }

    record Store(Numbering numbering, SequenceSet messages, StoreAction action, StoreEcho echo, Set<Flag> flags)
            implements SelectedState {
        public Store {
            flags = Set.copyOf(flags);
        }
    }

    record Copy(Numbering numbering, SequenceSet messages, MailboxName mailbox) implements SelectedState {}

    record Move(Numbering numbering, SequenceSet messages, MailboxName mailbox) implements SelectedState {}
}
