package org.letterlock.service.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Denies what a controller method does not allow: anonymous callers, expired passwords, second factors that are missing,
 * unknown parameters (API-8).
 */
final class AccessInterceptor implements HandlerInterceptor {
    private static final Set<String> PAGE_PARAMETERS = Set.of("limit", "cursor");

    private final Map<HandlerMethod, Set<String>> parameters = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return true;
        }
        if (request.getAttribute(CallerFilter.ATTRIBUTE) instanceof Caller caller) {
            requireAccess(method, caller, request.getRequestURI());
            requireKnownParameters(request, method);
        } else if (isApi(request)) { // however it came past the filter
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "Log in and send the token.");
        }
        return true;
    }

    private static boolean isApi(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern
                && RequestPaths.isApi(pattern);
    }

    private static void requireAccess(HandlerMethod method, Caller caller, String path) {
        Principal principal = caller.principal();
        if (principal == null) {
            if (!method.hasMethodAnnotation(AllowAnonymous.class)) {
                throw new ProblemException(ProblemType.UNAUTHENTICATED, "Log in and send the token.");
            }
        } else if (principal.mustChangePassword()
                && !method.hasMethodAnnotation(AllowExpiredPassword.class)
                && !method.hasMethodAnnotation(AllowAnonymous.class)) {
            throw new ProblemException(ProblemType.PASSWORD_EXPIRED, "Set a new password first.");
        } else if (principal.mustEnrol()
                && !method.hasMethodAnnotation(AllowUnenrolled.class)
                && !method.hasMethodAnnotation(AllowAnonymous.class)) {
            throw new ProblemException(
                    ProblemType.ENROLMENT_REQUIRED, "Enrol a second factor first, at /me/second-factor.");
        } else if (!principal.reaches(RequestPaths.resource(path))) {
            throw ProblemException.forbidden();
        }
    }

    private void requireKnownParameters(HttpServletRequest request, HandlerMethod method) {
        Set<String> known = parameters.computeIfAbsent(method, AccessInterceptor::namesOf);
        if (!known.containsAll(request.getParameterMap().keySet())) {
            throw new ProblemException(ProblemType.MALFORMED, "A parameter is unknown; known are " + known + ".");
        }
    }

    private static Set<String> namesOf(HandlerMethod method) {
        Set<String> names = new HashSet<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            if (parameter.getParameterType() == PageRequest.class) {
                names.addAll(PAGE_PARAMETERS);
                if (!Arguments.sortKeys(parameter).isEmpty()) {
                    names.add("sort");
                }
            }
            RequestParam declared = parameter.getParameterAnnotation(RequestParam.class);
            if (declared != null) {
                String name = declared.name();
                String own = String.valueOf(parameter.getParameter().getName());
                names.add(name.isEmpty() ? own : name);
            }
        }
        if (isDryRunnable(method)) {
            names.add(WriteRequestFilter.DRY_RUN);
        }
        return Set.copyOf(names);
    }

    /** Whether it is a write that can be tried out. */
    static boolean isDryRunnable(HandlerMethod method) {
        return !method.hasMethodAnnotation(GetMapping.class)
                && (method.hasMethodAnnotation(DryRunnable.class)
                        || method.getBeanType().isAnnotationPresent(DryRunnable.class));
    }
}
