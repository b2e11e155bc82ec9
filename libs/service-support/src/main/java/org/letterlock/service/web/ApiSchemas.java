package org.letterlock.service.web;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.codec.ContractTypes;

/** JSON Schemas (OpenAPI 3.1) of the records that a service reads and writes. For one thread. */
final class ApiSchemas {
    private final String prefix;
    private final Map<String, Object> components = new TreeMap<>();

    /** @param prefix of the names of components, so that those of several services stay apart */
    ApiSchemas(String prefix) {
        this.prefix = prefix;
    }

    /** The schemas that {@link #of} referred to, by name. */
    Map<String, Object> components() {
        return components;
    }

    Map<String, Object> of(Type type) {
        return switch (type) {
            case ParameterizedType parameterized -> ofGeneric(parameterized);
            case WildcardType wildcard -> of(wildcard.getUpperBounds()[0]);
            case Class<?> plain -> ofClass(plain);
            default -> Map.of();
        };
    }

    private Map<String, Object> ofGeneric(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        if (Collection.class.isAssignableFrom(raw)) {
            return Map.of("type", "array", "items", of(arguments[0]));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return Map.of("type", "object", "additionalProperties", of(arguments[1]));
        }
        if (raw == Page.class) {
            Map<String, Object> properties = new LinkedHashMap<>();
            properties.put("items", Map.of("type", "array", "items", of(arguments[0])));
            properties.put("cursor", Map.of("type", List.of("string", "null")));
            properties.put("total", Map.of("type", List.of("integer", "null")));
            return Map.of("type", "object", "required", List.of("items"), "properties", properties);
        }
        return of(raw);
    }

    private Map<String, Object> ofClass(Class<?> type) {
        Map<String, Object> simple = simple(type);
        if (simple != null) {
            return simple;
        }
        if (type.isEnum()) {
            return Map.of(
                    "type",
                    "string",
                    "enum",
                    Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((Enum<?>) constant).name())
                            .toList());
        }
        if (type.isArray()) {
            return Map.of("type", "array", "items", of(type.getComponentType()));
        }
        return type.isRecord() || type.isSealed() ? reference(type) : Map.of();
    }

    private static @Nullable Map<String, Object> simple(Class<?> type) {
        if (type == String.class || type == Duration.class || ContractTypes.isText(type)) {
            return Map.of("type", "string");
        }
        if (type == boolean.class || type == Boolean.class) {
            return Map.of("type", "boolean");
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return Map.of("type", "integer");
        }
        if (type == double.class || type == Double.class) {
            return Map.of("type", "number");
        }
        if (type == UUID.class) {
            return Map.of("type", "string", "format", "uuid");
        }
        if (type == Instant.class) {
            return Map.of("type", "string", "format", "date-time");
        }
        if (type == LocalDate.class) {
            return Map.of("type", "string", "format", "date");
        }
        return type == URI.class ? Map.of("type", "string", "format", "uri") : null;
    }

    private Map<String, Object> reference(Class<?> type) {
        String name = prefix + "." + nameOf(type);
        if (!components.containsKey(name)) {
            components.put(name, Map.of()); // ends the walk where a record holds its own kind
            components.put(name, type.isRecord() ? object(type) : alternatives(type));
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    private Map<String, Object> object(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Map<String, Object> schema = of(component.getGenericType());
            if (isNullable(component.getAnnotatedType())) {
                properties.put(component.getName(), nullable(schema));
            } else {
                properties.put(component.getName(), schema);
                required.add(component.getName());
            }
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        object.put("properties", properties);
        object.put("additionalProperties", false);
        return object;
    }

    private Map<String, Object> alternatives(Class<?> type) {
        return Map.of(
                "oneOf",
                Arrays.stream(type.getPermittedSubclasses()).map(this::of).toList());
    }

    private static Map<String, Object> nullable(Map<String, Object> schema) {
        if (schema.get("type") instanceof String type && !schema.containsKey("enum")) {
            Map<String, Object> either = new LinkedHashMap<>(schema);
            either.put("type", List.of(type, "null"));
            return either;
        }
        return schema.isEmpty() ? schema : Map.of("anyOf", List.of(schema, Map.of("type", "null")));
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static String nameOf(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null || outer.getSimpleName().endsWith("Controller")
                ? type.getSimpleName()
                : nameOf(outer) + type.getSimpleName();
    }
}
