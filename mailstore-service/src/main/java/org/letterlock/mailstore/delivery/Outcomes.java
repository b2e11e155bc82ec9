package org.letterlock.mailstore.delivery;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.letterlock.contracts.mailbox.MailboxChanged;

/** What a transaction of deliveries came to. */
record Outcomes(List<MailboxChanged> changes, Set<DeliveryKey> delivered, Set<DeliveryKey> held) {
    Outcomes {
        changes = List.copyOf(changes);
        delivered = Set.copyOf(delivered);
        held = Set.copyOf(held);
    }

    /** Together with deliveries that had been made before and are reported again. */
    Outcomes withEarlier(Collection<DeliveryKey> all, Set<DeliveryKey> heldNow) {
        Set<DeliveryKey> allDelivered = new HashSet<>(all);
        allDelivered.removeAll(heldNow);
        return new Outcomes(changes, allDelivered, heldNow);
    }
}
