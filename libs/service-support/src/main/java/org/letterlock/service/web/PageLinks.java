package org.letterlock.service.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import org.springframework.web.util.UriComponentsBuilder;

/** Adds the link to the next page (API-8, RFC 8288). */
@RestControllerAdvice
final class PageLinks implements ResponseBodyAdvice<Object> {
    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returned,
            MediaType mediaType,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body instanceof Page<?>(var _, String cursor, var _) && cursor != null) {
            String query = UriComponentsBuilder.fromUri(request.getURI())
                    .replaceQueryParam("cursor", cursor)
                    .build(true)
                    .getQuery();
            response.getHeaders()
                    .add(HttpHeaders.LINK, "<" + request.getURI().getRawPath() + "?" + query + ">; rel=\"next\"");
        }
        return body;
    }
}
