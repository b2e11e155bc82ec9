package org.letterlock.service.web;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What a service serves under {@code /api}, as the parts of an OpenAPI 3.1 document; made from the controllers (API-1). */
public final class ApiDescription {
    /** Where a service tells its description to the edge. */
    public static final String PATH = "/internal/openapi.json";

    private static final String API = "/api/";
    private static final String JSON = "application/json";
    private static final Map<String, Object> TEXT = Map.of("type", "string");

    private final RequestMappingHandlerMapping mapping;
    private final String service;

    ApiDescription(RequestMappingHandlerMapping mapping, String service) {
        this.mapping = mapping;
        this.service = service;
    }

    /** {@code paths} and {@code schemas}. */
    public Map<String, Object> document() {
        ApiSchemas schemas = new ApiSchemas(service);
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        mapping.getHandlerMethods().forEach((info, method) -> {
            for (String path : info.getPatternValues()) {
                if (path.startsWith(API)) {
                    addOperations(paths.computeIfAbsent(path, _ -> new TreeMap<>()), info, method, schemas);
                }
            }
        });
        return Map.of("paths", paths, "schemas", schemas.components());
    }

    private void addOperations(
            Map<String, Object> item, RequestMappingInfo info, HandlerMethod method, ApiSchemas schemas) {
        for (RequestMethod verb : info.getMethodsCondition().getMethods()) {
            item.put(verb.name().toLowerCase(Locale.ROOT), operation(info, verb, method, schemas));
        }
    }

    private Map<String, Object> operation(
            RequestMappingInfo info, RequestMethod verb, HandlerMethod method, ApiSchemas schemas) {
        Map<String, Object> operation = new LinkedHashMap<>();
        String controller = method.getBeanType().getSimpleName();
        operation.put(
                "operationId",
                service + "." + controller + "." + method.getMethod().getName());
        operation.put("tags", List.of(controller.replace("Controller", "")));
        if (method.hasMethodAnnotation(AllowAnonymous.class)) {
            operation.put("security", List.of());
        }
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            addParameter(parameters, parameter, schemas);
            if (parameter.hasParameterAnnotation(RequestBody.class)) {
                operation.put("requestBody", body(info, parameter, schemas));
            }
        }
        if (AccessInterceptor.isDryRunnable(method)) {
            parameters.add(parameter(WriteRequestFilter.DRY_RUN, "query", false, Map.of("type", "boolean")));
            parameters.add(parameter(WriteRequestFilter.ACCEPT_LOCK_OUT, "header", false, TEXT));
        }
        if (!WriteRequestFilter.isSafe(verb.name()) && !method.hasMethodAnnotation(AllowAnonymous.class)) {
            parameters.add(parameter(WriteRequestFilter.REASON, "header", false, TEXT));
        }
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        operation.put("responses", responses(method, schemas));
        return operation;
    }

    private static void addParameter(
            List<Map<String, Object>> parameters, MethodParameter parameter, ApiSchemas schemas) {
        String ownName = String.valueOf(parameter.getParameter().getName());
        PathVariable path = parameter.getParameterAnnotation(PathVariable.class);
        RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
        RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
        Map<String, Object> schema = schemas.of(parameter.getGenericParameterType());
        if (path != null) {
            parameters.add(parameter(path.name().isEmpty() ? ownName : path.name(), "path", true, schema));
        } else if (query != null) {
            parameters.add(
                    parameter(query.name().isEmpty() ? ownName : query.name(), "query", query.required(), schema));
        } else if (header != null) {
            parameters.add(parameter(header.name().isEmpty() ? ownName : header.name(), "header", false, schema));
        } else if (parameter.getParameterType() == PageRequest.class) {
            parameters.add(parameter(
                    "limit",
                    "query",
                    false,
                    Map.of("type", "integer", "minimum", 1, "maximum", PageRequest.MAX_LIMIT)));
            parameters.add(parameter("cursor", "query", false, Map.of("type", "string")));
            List<String> orders = Arguments.sortKeys(parameter).stream()
                    .flatMap(key -> Stream.of(key, "-" + key))
                    .toList();
            if (!orders.isEmpty()) {
                parameters.add(parameter("sort", "query", false, Map.of("type", "string", "enum", orders)));
            }
        }
    }

    private static Map<String, Object> parameter(
            String name, String place, boolean required, Map<String, Object> schema) {
        return Map.of("name", name, "in", place, "required", required, "schema", schema);
    }

    private static Map<String, Object> body(RequestMappingInfo info, MethodParameter parameter, ApiSchemas schemas) {
        Map<String, Object> schema = Map.of("schema", schemas.of(parameter.getGenericParameterType()));
        Set<String> types = info.getConsumesCondition().getConsumableMediaTypes().stream()
                .map(Object::toString)
                .collect(Collectors.toSet());
        Map<String, Object> content = new TreeMap<>();
        (types.isEmpty() ? Set.of(JSON) : types).forEach(type -> content.put(type, schema));
        return Map.of("required", true, "content", content);
    }

    private static Map<String, Object> responses(HandlerMethod method, ApiSchemas schemas) {
        Type returned = method.getReturnType().getGenericParameterType();
        if (returned instanceof ParameterizedType entity
                && entity.getRawType() instanceof Class<?> raw
                && HttpEntity.class.isAssignableFrom(raw)) {
            returned = entity.getActualTypeArguments()[0];
        }
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put(
                "2XX",
                returned == void.class || returned == Void.class
                        ? Map.of("description", "Done.")
                        : Map.of(
                                "description",
                                "Done.",
                                "content",
                                Map.of(JSON, Map.of("schema", schemas.of(returned)))));
        responses.put("default", Map.of("$ref", "#/components/responses/problem"));
        return responses;
    }
}
