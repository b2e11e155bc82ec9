package org.letterlock.auth.guessing;

import java.util.Set;

/**
 * What a client did within the window, the newest failure included.
 *
 * @param services those that it tried
 * @param names how many different names it tried
 */
record ClientTally(int failures, Set<String> services, int names) {
    ClientTally {
        services = Set.copyOf(services);
    }
}
