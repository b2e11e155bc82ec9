package org.letterlock.service;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.letterlock.service.content.ContentConfiguration;
import org.letterlock.service.database.DatabaseConfiguration;
import org.letterlock.service.kafka.KafkaConfiguration;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.KeyPairName;
import org.letterlock.service.sealing.SealingConfiguration;
import org.letterlock.service.web.WebConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Marks the root configuration of a service. It names every auto-configuration that there is and scans nothing, so that a
 * service starts quickly and several of them live in one JVM: the service imports its own configurations.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@SpringBootConfiguration(proxyBeanMethods = false)
@Import(ServiceDescriptionRegistrar.class)
@ImportAutoConfiguration({
    ApplicationAvailabilityAutoConfiguration.class,
    ConfigurationPropertiesAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    LifecycleAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    ValidationAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    InstallationConfiguration.class,
    DatabaseConfiguration.class,
    ContentConfiguration.class,
    SealingConfiguration.class,
    KafkaConfiguration.class,
    WebConfiguration.class,
})
public @interface LetterlockService {
    /** The schema of the service in the common database, with migrations in {@code db/migration/<service name>}; empty for none. */
    String schema() default "";

    /** The class keys that it needs, apart from those for Kafka that every service has (KEY-11). */
    ClassKey[] keys() default {};

    /** The key pairs whose private half it owns. */
    KeyPairName[] owns() default {};
}
