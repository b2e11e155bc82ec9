package org.letterlock.messageauth.iprev;

import org.jspecify.annotations.Nullable;

/**
 * The name of a client.
 *
 * @param name that has the client's address; null unless the result is {@code pass}
 */
public record ClientName(Result result, @Nullable String name) {
    /** RFC 8601 section 2.7.3. */
    public enum Result {
        /** The name that the address has leads back to it. */
        PASS,
        /** The address has names, and none leads back. */
        FAIL,
        /** The DNS did not answer; another try may decide. */
        TEMPERROR,
        /** The address has no name. */
        PERMERROR
    }
}
