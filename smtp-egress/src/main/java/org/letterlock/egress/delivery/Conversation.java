package org.letterlock.egress.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.netty.tls.TlsSession;
import org.letterlock.smtp.client.RecipientOutcome;

/**
 * What one connection came to.
 *
 * @param outcomes one for each recipient, in their order
 * @param tls null for a connection in clear
 */
record Conversation(
        List<RecipientOutcome> outcomes, @Nullable TlsSession tls) {
    Conversation {
        outcomes = List.copyOf(outcomes);
    }
}
