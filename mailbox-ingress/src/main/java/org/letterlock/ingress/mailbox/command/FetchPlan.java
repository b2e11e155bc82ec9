package org.letterlock.ingress.mailbox.command;

import java.util.List;
import org.letterlock.contracts.mailbox.MailboxStore.Detail;
import org.letterlock.imap.command.FetchItem;
import org.letterlock.imap.command.Section.Text;

/**
 * What FETCH needs of the store.
 *
 * @param detail how much of each message
 * @param marksSeen whether messages become seen
 * @param contentOnly whether the octets from the start of the message are enough, without asking for anything else
 * @param wantsWhole whether the octets of the whole message are among them
 */
record FetchPlan(List<FetchItem> items, Detail detail, boolean marksSeen, boolean contentOnly, boolean wantsWhole) {
    FetchPlan {
        items = List.copyOf(items);
    }

    static FetchPlan of(List<FetchItem> items, boolean writable) {
        boolean marksSeen = writable && items.stream().anyMatch(FetchItem::setsSeen);
        boolean needsStructure = items.stream().anyMatch(FetchPlan::needsStructure);
        return new FetchPlan(
                items,
                needsStructure ? Detail.STRUCTURE : Detail.STATE,
                marksSeen,
                !marksSeen && items.stream().allMatch(FetchPlan::isFromStart),
                items.stream().anyMatch(FetchPlan::isWhole));
    }

    private static boolean needsStructure(FetchItem item) {
        return switch (item) {
            case FetchItem.Envelope _, FetchItem.BodyStructure _ -> true;
            case FetchItem.Body body ->
                !body.section().path().isEmpty() || body.section().text() instanceof Text.Body;
            case FetchItem.Binary binary -> !binary.path().isEmpty();
            case FetchItem.BinarySize size -> !size.path().isEmpty();
            case FetchItem.Flags _, FetchItem.InternalDate _, FetchItem.Rfc822Size _, FetchItem.Uid _ -> false;
        };
    }

    private static boolean isFromStart(FetchItem item) {
        return item instanceof FetchItem.Uid || (item instanceof FetchItem.Body && !needsStructure(item));
    }

    private static boolean isWhole(FetchItem item) {
        return item instanceof FetchItem.Body body
                && body.section().path().isEmpty()
                && body.section().text() instanceof Text.Whole;
    }
}
