package org.letterlock.service.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives controller methods their {@link Principal}, {@link Caller} and {@link PageRequest}. */
final class Arguments implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        return type == Principal.class || type == Caller.class || type == PageRequest.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        if (parameter.getParameterType() == PageRequest.class) {
            return PageRequest.parse(
                    request.getParameter("limit"),
                    request.getParameter("cursor"),
                    request.getParameter("sort"),
                    sortKeys(parameter));
        }
        if (request.getAttribute(CallerFilter.ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) instanceof Caller caller) {
            return parameter.getParameterType() == Caller.class
                    ? caller
                    : caller.find()
                            .orElseThrow(() ->
                                    new ProblemException(ProblemType.UNAUTHENTICATED, "Log in and send the token."));
        }
        throw new ProblemException(ProblemType.UNAUTHENTICATED, "Log in and send the token.");
    }

    /** What the parameter {@code sort} may name; empty where there is none. */
    static List<String> sortKeys(MethodParameter page) {
        Sortable sortable = page.getParameterAnnotation(Sortable.class);
        return sortable == null ? List.of() : List.of(sortable.value());
    }
}
