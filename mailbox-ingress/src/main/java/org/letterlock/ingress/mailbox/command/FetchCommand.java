package org.letterlock.ingress.mailbox.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.MailboxStore.Detail;
import org.letterlock.contracts.mailbox.MailboxStore.FlagChange;
import org.letterlock.contracts.mailbox.MessageCorruptException;
import org.letterlock.contracts.mailbox.MessageState;
import org.letterlock.contracts.mailbox.StoreResult.Done;
import org.letterlock.contracts.mailbox.StoredMessage;
import org.letterlock.imap.command.FetchItem;
import org.letterlock.imap.command.ImapCommand;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidRange;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.response.ResponseCode;
import org.letterlock.imap.response.StatusText;
import org.letterlock.imap.session.SelectedMailbox;
import org.letterlock.ingress.mailbox.content.MessageContent;

/**
 * FETCH (RFC 9051 section 6.4.5). Messages are asked for in batches; their octets go out while they come in, so memory does
 * not grow with the size of messages or of the mailbox.
 */
final class FetchCommand {
    private static final int WITH_STRUCTURE = 100;
    private static final int WITH_STATE = 1000;
    private static final StatusText UNKNOWN_CTE =
            StatusText.no(ResponseCode.UNKNOWN_CTE, "Transfer encoding not known");

    private final MailboxStore store;

    FetchCommand(MailboxStore store) {
        this.store = store;
    }

    CommandOutcome fetch(MailboxSession session, ImapCommand.Fetch command, Responses responses) {
        OpenFolder folder = session.requireSelected();
        SelectedMailbox.Selection selection = folder.view().select(command.messages(), command.numbering());
        if (selection.beyond()) {
            return CommandOutcome.of(Refusals.NO_SUCH_MESSAGE);
        }
        FetchPlan plan = FetchPlan.of(command.items(), folder.isWritable());
        var run = new Run(session, folder, plan, responses);
        int batchSize = plan.detail() == Detail.STRUCTURE ? WITH_STRUCTURE : WITH_STATE;
        for (UidSet batch : batches(selection.uids(), batchSize)) {
            run.fetch(batch);
        }
        return run.outcome();
    }

    static List<UidSet> batches(UidSet uids, int size) {
        List<UidSet> batches = new ArrayList<>();
        List<UidRange> batch = new ArrayList<>();
        long room = size;
        for (UidRange range : uids.ranges()) {
            long first = range.first().value();
            while (first <= range.last().value()) {
                long last = Math.min(range.last().value(), first + room - 1);
                batch.add(new UidRange(new Uid(first), new Uid(last)));
                room -= last - first + 1;
                first = last + 1;
                if (room == 0) {
                    batches.add(new UidSet(batch));
                    batch.clear();
                    room = size;
                }
            }
        }
        if (!batch.isEmpty()) {
            batches.add(new UidSet(batch));
        }
        return batches;
    }

    /** One command at work. */
    private final class Run {
        private final MailboxSession session;
        private final OpenFolder folder;
        private final FetchPlan plan;
        private final Responses responses;
        private boolean missed; // whether a message was gone
        private boolean corrupt; // whether a message could not be opened
        private boolean unknownEncoding;

        private Run(MailboxSession session, OpenFolder folder, FetchPlan plan, Responses responses) {
            this.session = session;
            this.folder = folder;
            this.plan = plan;
            this.responses = responses;
        }

        private void fetch(UidSet batch) {
            UidSet left = plan.contentOnly() ? withoutAnswered(batch) : batch;
            if (left.isEmpty()) {
                return;
            }
            List<StoredMessage> messages = store.messages(session.owner(), folder.id(), left, plan.detail());
            missed |= messages.size() < left.size();
            Map<Uid, MessageState> seenNow = plan.marksSeen() ? markSeen(messages) : Map.of();
            for (StoredMessage message : messages) {
                MessageState changed = seenNow.get(message.state().uid());
                write(message, changed == null ? message.state() : changed, changed != null);
            }
        }

        // The common request for a small message's octets needs no more than these. What is large or not there is left.
        private UidSet withoutAnswered(UidSet batch) {
            var left = new UidSet.Builder();
            for (UidRange range : batch.ranges()) {
                for (long value = range.first().value(); value <= range.last().value(); value++) {
                    if (!isAnswered(new Uid(value))) {
                        left.add(value);
                    }
                }
            }
            return left.build();
        }

        private boolean isAnswered(Uid uid) {
            try {
                return new FetchResponse(number(uid), uid, content(uid), responses).writeContent(plan);
            } catch (MessageCorruptException e) {
                corrupt = true; // the store has reported it
                return true;
            }
        }

        private Map<Uid, MessageState> markSeen(List<StoredMessage> messages) {
            UidSet unseen = UidSet.of(messages.stream()
                    .filter(message -> !message.state().flags().contains(Flag.SEEN))
                    .map(message -> message.state().uid())
                    .toList());
            Map<Uid, MessageState> changed = new HashMap<>();
            if (!unseen.isEmpty()
                    && store.changeFlags(session.owner(), folder.id(), unseen, FlagChange.ADD, Set.of(Flag.SEEN))
                            instanceof Done<List<MessageState>>(var states)) {
                folder.view(folder.view().changedHere(News.states(states)));
                states.forEach(state -> changed.put(state.uid(), state));
            }
            return changed;
        }

        private void write(StoredMessage message, MessageState state, boolean tellsFlags) {
            boolean listsFlags = plan.items().contains(new FetchItem.Flags());
            if (listsFlags || tellsFlags) {
                MessageCommands.tellKeywords(folder, state.flags(), responses);
            }
            var response = new FetchResponse(number(state.uid()), state.uid(), content(state.uid()), responses);
            boolean recent = folder.view().isRecent(state.uid());
            for (FetchItem item : plan.items()) {
                try {
                    response.write(item, message, state, recent);
                } catch (MessageCorruptException e) {
                    corrupt = true; // the store has reported it
                }
            }
            if (tellsFlags && !listsFlags) {
                response.write(new FetchItem.Flags(), message, state, recent);
            }
            response.end();
            corrupt |= response.lacksStructure();
            unknownEncoding |= response.hasUnknownEncoding();
        }

        private int number(Uid uid) {
            return folder.view().sequenceNumber(uid).orElseThrow();
        }

        private MessageContent content(Uid uid) {
            return new MessageContent(store, session.owner(), folder.id(), uid);
        }

        private CommandOutcome outcome() {
            if (corrupt) {
                return CommandOutcome.of(Refusals.CORRUPT);
            }
            if (unknownEncoding) {
                return CommandOutcome.of(UNKNOWN_CTE);
            }
            if (missed) {
                folder.expectNews();
                return CommandOutcome.of(Refusals.EXPUNGED);
            }
            return CommandOutcome.ok("Fetch completed");
        }
    }
}
