package org.letterlock.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Starts services: one as a process of its own, or several in one JVM. */
public final class ServiceApplication {
    private ServiceApplication() {}

    /** Runs a service as a process of its own; for {@code main}. A failed start ends the process with status 1. */
    public static void run(Class<?> service, String name, String... arguments) {
        try {
            SpringApplication application = application(service, name, Map.of());
            application.setRegisterShutdownHook(true);
            application.run(arguments);
        } catch (
                Exception
                        e) { // Spring has logged it; threads of a half started context must not keep the process alive
            Runtime.getRuntime().halt(1);
        }
    }

    /**
     * Starts a service beside others in this JVM and returns when it serves. The caller closes the context.
     *
     * @param properties settings that win over every other source
     */
    public static ConfigurableApplicationContext start(Class<?> service, String name, Map<String, Object> properties) {
        return start(service, name, properties, _ -> {});
    }

    /**
     * Starts a service beside others in this JVM, handing it beans that another one owns.
     *
     * @param preparation is given the context before its own beans are defined
     */
    public static ConfigurableApplicationContext start(
            Class<?> service,
            String name,
            Map<String, Object> properties,
            Consumer<ConfigurableApplicationContext> preparation) {
        SpringApplication application = application(service, name, properties);
        application.addInitializers(preparation::accept);
        return application.run();
    }

    private static SpringApplication application(Class<?> service, String name, Map<String, Object> properties) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("spring.config.name", name);
        defaults.put("spring.application.name", name);
        defaults.put("spring.main.lazy-initialization", "false");
        defaults.put("spring.threads.virtual.enabled", "true");
        defaults.put("spring.jmx.enabled", "false");
        defaults.put("server.address", "127.0.0.1");
        defaults.put("server.shutdown", "graceful");
        defaults.put("spring.lifecycle.timeout-per-shutdown-phase", "10s");
        defaults.put("spring.mvc.problemdetails.enabled", "false");
        SpringApplication application = new SpringApplication(service);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setBannerMode(Banner.Mode.OFF);
        application.setRegisterShutdownHook(false);
        application.setLogStartupInfo(false);
        application.setDefaultProperties(defaults);
        application.addInitializers(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("letterlock start", properties)));
        return application;
    }
}
