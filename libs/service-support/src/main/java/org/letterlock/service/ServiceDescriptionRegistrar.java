package org.letterlock.service;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.KeyPairName;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Makes a bean of what {@link LetterlockService} says. */
final class ServiceDescriptionRegistrar implements ImportBeanDefinitionRegistrar {
    private final Environment environment;

    ServiceDescriptionRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        MergedAnnotation<LetterlockService> service = metadata.getAnnotations().get(LetterlockService.class);
        var description = new ServiceDescription(
                environment.getProperty("spring.application.name", "letterlock"),
                service.getString("schema"),
                setOf(ClassKey.class, service.getEnumArray("keys", ClassKey.class)),
                setOf(KeyPairName.class, service.getEnumArray("owns", KeyPairName.class)));
        registry.registerBeanDefinition(
                "serviceDescription",
                BeanDefinitionBuilder.rootBeanDefinition(ServiceDescription.class, () -> description)
                        .getBeanDefinition());
    }

    private static <E extends Enum<E>> Set<E> setOf(Class<E> type, E[] values) {
        Set<E> set = EnumSet.noneOf(type);
        set.addAll(List.of(values));
        return set;
    }
}
