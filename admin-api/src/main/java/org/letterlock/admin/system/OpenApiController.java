package org.letterlock.admin.system;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.letterlock.service.web.ApiDescription;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /openapi.json}: the API of all services in one OpenAPI 3.1 document, made from their controllers (API-1). */
@RestController
class OpenApiController {
    private static final String OWN = "admin-api";

    private final ServiceCalls services;
    private final ObjectProvider<ApiDescription> own;
    private final JsonMapper mapper;
    private final LoadingCache<String, Map<String, Object>> document;

    OpenApiController(ServiceCalls services, ObjectProvider<ApiDescription> own, JsonMapper mapper) {
        this.services = services;
        this.own = own;
        this.mapper = mapper;
        // Anybody may ask, so asking must not make the services work each time.
        document =
                Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(10)).build(_ -> merged());
    }

    @GetMapping("/openapi.json")
    Map<String, Object> read() {
        return document.get(OWN);
    }

    private Map<String, Object> merged() {
        Map<String, Optional<JsonNode>> parts = new LinkedHashMap<>(services.get(ApiDescription.PATH));
        parts.put(OWN, Optional.of(mapper.valueToTree(own.getObject().document())));
        Map<String, JsonNode> paths = new TreeMap<>();
        Map<String, JsonNode> schemas = new TreeMap<>();
        for (Optional<JsonNode> part : parts.values()) {
            part.ifPresent(described -> {
                described.path("paths").properties().forEach(path -> paths.put(path.getKey(), path.getValue()));
                described
                        .path("schemas")
                        .properties()
                        .forEach(schema -> schemas.put(schema.getKey(), schema.getValue()));
            });
        }
        Map<String, Object> openApi = new LinkedHashMap<>();
        openApi.put("openapi", "3.1.0");
        openApi.put("info", Map.of("title", "Letterlock", "version", "1"));
        openApi.put("servers", List.of(Map.of("url", "/")));
        openApi.put("security", List.of(Map.of("token", List.of())));
        openApi.put("paths", paths);
        openApi.put("components", components(schemas));
        List<String> silent = parts.entrySet().stream()
                .filter(part -> part.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        if (!silent.isEmpty()) {
            openApi.put("x-unavailable", silent);
        }
        return openApi;
    }

    private static Map<String, Object> components(Map<String, JsonNode> schemas) {
        Map<String, Object> all = new TreeMap<>(schemas);
        all.put("Problem", problem());
        Map<String, Object> problemResponse = Map.of(
                "description",
                "Problem details (RFC 9457).",
                "content",
                Map.of("application/problem+json", Map.of("schema", Map.of("$ref", "#/components/schemas/Problem"))));
        return Map.of(
                "schemas",
                all,
                "responses",
                Map.of("problem", problemResponse),
                "securitySchemes",
                Map.of("token", Map.of("type", "http", "scheme", "bearer")));
    }

    private static Map<String, Object> problem() {
        Map<String, Object> text = Map.of("type", "string");
        Map<String, Object> fault =
                Map.of("type", "object", "properties", Map.of("pointer", text, "code", text, "detail", text));
        return Map.of(
                "type",
                "object",
                "required",
                List.of("type", "title", "status", "detail"),
                "properties",
                Map.of(
                        "type", text,
                        "title", text,
                        "status", Map.of("type", "integer"),
                        "detail", text,
                        "instance", text,
                        "errors", Map.of("type", "array", "items", fault)));
    }
}
