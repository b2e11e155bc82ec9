package org.letterlock.service.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import org.letterlock.contracts.TimeOrderedUuid;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives each request its id, the edge's where there is one (API-14). */
final class RequestIdFilter extends OncePerRequestFilter {
    private final InstantSource clock;

    RequestIdFilter(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String given = request.getHeader(RequestId.HEADER);
        String id = given != null && RequestId.isValid(given)
                ? given
                : TimeOrderedUuid.of(clock.instant(), UUID.randomUUID()).toString();
        response.setHeader(RequestId.HEADER, id);
        try (var _ = MDC.putCloseable(RequestId.MDC_KEY, id)) {
            chain.doFilter(request, response);
        }
    }
}
