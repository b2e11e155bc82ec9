package org.letterlock.egress.route;

import java.util.List;
import org.letterlock.smtp.reply.EnhancedStatusCode;

/** Where a route leads just now. */
public sealed interface Resolution {

    /** To these servers, the preferred ones first; at least one. */
    record Found(List<Target> targets) implements Resolution {
        public Found {
            targets = List.copyOf(targets);
        }
    }

    /** Nowhere, and that will not change by itself. */
    record Unroutable(EnhancedStatusCode status, String reason) implements Resolution {}

    /** It cannot be found out now. A timeout is never a verdict. */
    record Undecided(EnhancedStatusCode status, String reason) implements Resolution {}
}
