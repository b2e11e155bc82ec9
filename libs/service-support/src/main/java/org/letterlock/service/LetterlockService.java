package org.letterlock.service;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.KeyPairName;
import org.springframework.boot.SpringBootConfiguration;

/**
 * Marks the root configuration of a service. It names every auto-configuration that there is and scans nothing, so that a
 * service starts quickly and several of them live in one JVM: the service imports its own configurations.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@SpringBootConfiguration(proxyBeanMethods = false)
public @interface LetterlockService {
    /** The schema of the service in the common database, with migrations in {@code db/migration/<service name>}; empty for none. */
    String schema() default "";

    /** The class keys that it needs, apart from those for Kafka that every service has (KEY-11). */
    ClassKey[] keys() default {};

    /** The key pairs whose private half it owns. */
    KeyPairName[] owns() default {};
}
