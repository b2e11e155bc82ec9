package org.letterlock.service.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Finds out who makes a request. Services behind the edge believe its signature; the edge asks auth-service. A
 * {@link ProblemException} ends the request.
 */
@FunctionalInterface
public interface CallerResolver {
    /** The caller; empty when the request must not be served at all. */
    Optional<Caller> resolve(HttpServletRequest request);
}
