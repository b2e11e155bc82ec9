package org.letterlock.ingress.mailbox.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.letterlock.contracts.mailbox.Folder;
import org.letterlock.contracts.mailbox.FolderStatus;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.StoreResult.Done;
import org.letterlock.imap.command.ImapCommand;
import org.letterlock.imap.command.ListReturn.Option;
import org.letterlock.imap.command.ListSelection;
import org.letterlock.imap.mailbox.MailboxName;
import org.letterlock.imap.mailbox.MailboxPattern;
import org.letterlock.imap.response.ImapResponse;
import org.letterlock.imap.response.ImapResponse.ListEntry;
import org.letterlock.imap.response.ImapResponse.ListEntry.Word;

/** LIST with its extensions, and LSUB (RFC 9051 section 6.3.9, RFC 5258, RFC 5819, RFC 6154; RFC 3501 section 6.3.9). */
final class ListCommands {
    private static final ImapResponse DELIMITER = new ListEntry(Word.LIST, List.of("\\Noselect"), null, List.of());

    private final MailboxStore store;
    private final FolderCommands folders;

    ListCommands(MailboxStore store, FolderCommands folders) {
        this.store = store;
        this.folders = folders;
    }

    CommandOutcome list(MailboxSession session, ImapCommand.ListMailboxes command, Responses responses) {
        if (command.patterns().isEmpty()) {
            responses.add(DELIMITER);
            return CommandOutcome.ok("List completed");
        }
        List<Folder> all = store.folders(session.owner());
        Set<String> parents = parents(all);
        Set<String> aboveSubscribed = command.selection().contains(ListSelection.RECURSIVEMATCH)
                ? parents(all.stream()
                        .filter(folder -> isSelected(folder, command))
                        .toList())
                : Set.of();
        for (Folder folder : all) {
            boolean isSelected = isSelected(folder, command);
            boolean hasSelectedBelow = aboveSubscribed.contains(folder.name());
            if ((isSelected || hasSelectedBelow) && matchesAny(command.patterns(), folder)) {
                responses.add(new ListEntry(
                        Word.LIST,
                        attributes(folder, command, parents),
                        new MailboxName(folder.name()),
                        hasSelectedBelow ? childInfo(command) : List.of()));
                addStatus(session, folder, command, responses);
            }
        }
        return CommandOutcome.ok("List completed");
    }

    // RFC 5258 section 3.5: which selection options something below the mailbox fulfils.
    private static List<String> childInfo(ImapCommand.ListMailboxes command) {
        List<String> fulfilled = new ArrayList<>();
        if (command.selection().contains(ListSelection.SUBSCRIBED)) {
            fulfilled.add("SUBSCRIBED");
        }
        if (command.selection().contains(ListSelection.SPECIAL_USE)) {
            fulfilled.add("SPECIAL-USE");
        }
        return fulfilled;
    }

    private void addStatus(
            MailboxSession session, Folder folder, ImapCommand.ListMailboxes command, Responses responses) {
        // RFC 5819 section 2: no STATUS of what cannot be selected; one that is gone meanwhile is left out.
        if (!command.returned().status().isEmpty()
                && folder.selectable()
                && store.status(session.owner(), folder.id()) instanceof Done<FolderStatus>(FolderStatus status)) {
            responses.add(folders.response(
                    new MailboxName(folder.name()), status, command.returned().status()));
        }
    }

    private static boolean isSelected(Folder folder, ImapCommand.ListMailboxes command) {
        Set<ListSelection> selection = command.selection();
        return (folder.subscribed() || !selection.contains(ListSelection.SUBSCRIBED))
                && (folder.specialUse() != null || !selection.contains(ListSelection.SPECIAL_USE));
    }

    private static boolean matchesAny(List<MailboxPattern> patterns, Folder folder) {
        MailboxName name = new MailboxName(folder.name());
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    private static Set<String> parents(List<Folder> folders) {
        Set<String> parents = new HashSet<>();
        for (Folder folder : folders) {
            new MailboxName(folder.name()).parents().forEach(parent -> parents.add(parent.value()));
        }
        return parents;
    }

    private static List<String> attributes(Folder folder, ImapCommand.ListMailboxes command, Set<String> parents) {
        List<String> attributes = new ArrayList<>();
        if (!folder.selectable()) {
            attributes.add("\\Noselect");
        }
        boolean tellsSubscribed = command.selection().contains(ListSelection.SUBSCRIBED)
                || command.returned().options().contains(Option.SUBSCRIBED);
        if (tellsSubscribed && folder.subscribed()) {
            attributes.add("\\Subscribed");
        }
        attributes.add(parents.contains(folder.name()) ? "\\HasChildren" : "\\HasNoChildren");
        Folder.SpecialUse use = folder.specialUse();
        if (use != null) {
            attributes.add(attribute(use));
        }
        return attributes;
    }

    private static String attribute(Folder.SpecialUse use) {
        return switch (use) {
            case ARCHIVE -> "\\Archive";
            case DRAFTS -> "\\Drafts";
            case JUNK -> "\\Junk";
            case SENT -> "\\Sent";
            case TRASH -> "\\Trash";
        };
    }

    CommandOutcome listSubscribed(MailboxSession session, ImapCommand.ListSubscribed command, Responses responses) {
        List<Folder> subscribed = store.folders(session.owner()).stream()
                .filter(Folder::subscribed)
                .toList();
        Set<String> matching = new TreeSet<>();
        Set<String> above = new TreeSet<>(); // names that match only because something below them is subscribed
        for (Folder folder : subscribed) {
            if (matchesAny(command.patterns(), folder)) {
                matching.add(folder.name());
                responses.add(new ListEntry(Word.LSUB, List.of(), new MailboxName(folder.name()), List.of()));
            } else {
                new MailboxName(folder.name())
                        .parents().stream()
                                .filter(parent ->
                                        command.patterns().stream().anyMatch(pattern -> pattern.matches(parent)))
                                .forEach(parent -> above.add(parent.value()));
            }
        }
        above.removeAll(matching);
        above.forEach(name ->
                responses.add(new ListEntry(Word.LSUB, List.of("\\Noselect"), new MailboxName(name), List.of())));
        return CommandOutcome.ok("Lsub completed");
    }
}
