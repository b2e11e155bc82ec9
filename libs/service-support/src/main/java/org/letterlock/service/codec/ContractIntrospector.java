package org.letterlock.service.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/**
 * Lets Jackson treat the sealed interfaces of our own packages as alternatives, told apart by a property {@code @type} with
 * the simple name of the record. The contracts themselves know nothing of Jackson.
 */
final class ContractIntrospector extends JacksonAnnotationIntrospector {
    private static final String OWN_PACKAGES = "org.letterlock.";

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        return annotated instanceof AnnotatedClass type && isAlternative(type.getRawType())
                ? JsonTypeInfo.Value.construct(
                        JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "@type", null, false, true)
                : super.findPolymorphicTypeInfo(config, annotated);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
        if (annotated instanceof AnnotatedClass type && isSealed(type.getRawType())) {
            List<NamedType> alternatives = new ArrayList<>();
            collect(type.getRawType(), alternatives);
            return alternatives;
        }
        return super.findSubtypes(config, annotated);
    }

    @Override
    public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
        return isAlternative(type.getRawType()) ? type.getRawType().getSimpleName() : super.findTypeName(config, type);
    }

    private static void collect(Class<?> sealed, List<NamedType> alternatives) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                collect(permitted, alternatives);
            } else {
                alternatives.add(new NamedType(permitted, permitted.getSimpleName()));
            }
        }
    }

    /** A sealed interface of ours, or a record that is one of its alternatives. */
    private static boolean isAlternative(Class<?> type) {
        if (isSealed(type)) {
            return true;
        }
        for (Class<?> implemented : type.getInterfaces()) {
            if (isSealed(implemented) && !Modifier.isAbstract(type.getModifiers())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSealed(Class<?> type) {
        return type.isInterface() && type.isSealed() && type.getName().startsWith(OWN_PACKAGES);
    }
}
