package org.letterlock.service.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets requests to the API through whose caller is known, be it as anonymous, and no others. */
final class CallerFilter extends OncePerRequestFilter {
    static final String ATTRIBUTE = Caller.class.getName();

    private final CallerResolver resolver;
    private final ProblemWriter problems;

    CallerFilter(CallerResolver resolver, ProblemWriter problems) {
        this.resolver = resolver;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return RequestPaths.isUnambiguous(path) && !RequestPaths.isApi(path);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!RequestPaths.isUnambiguous(request.getRequestURI())) {
            problems.write(response, new ProblemException(ProblemType.MALFORMED, "The path is not in its plain form."));
            return;
        }
        Optional<Caller> caller;
        try {
            caller = resolver.resolve(request);
        } catch (ProblemException e) {
            problems.write(response, e);
            return;
        }
        if (caller.isPresent()) {
            request.setAttribute(ATTRIBUTE, caller.get());
            chain.doFilter(request, response);
        } else {
            problems.write(
                    response,
                    new ProblemException(
                            ProblemType.UNAUTHENTICATED, "This service is reached through the edge only."));
        }
    }
}
