package org.letterlock.service.web;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request: somebody who has shown a token, or nobody in particular. A controller method marked with
 * {@link AllowAnonymous} gets it as an argument.
 *
 * @param principal null for nobody in particular
 * @param clientAddress IP address of the client
 */
public record Caller(@Nullable Principal principal, String clientAddress) {
    /** Somebody who has shown nothing. */
    public static Caller anonymous(String clientAddress) {
        return new Caller(null, clientAddress);
    }

    /** Somebody who has shown a token. */
    public static Caller of(Principal principal) {
        return new Caller(principal, principal.clientAddress());
    }

    /** The principal, where there is one. */
    public Optional<Principal> find() {
        return Optional.ofNullable(principal);
    }
}
