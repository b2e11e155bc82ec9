package org.letterlock.service.web;

import jakarta.servlet.Filter;
import java.time.InstantSource;
import java.util.List;
import org.letterlock.service.ServiceDescription;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.sealing.Sealer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** The web side of a service. Deny is the default: only what the edge has signed gets in, and only with a principal. */
@Configuration(proxyBeanMethods = false)
public class WebConfiguration {
    @Bean
    JsonMapper jsonMapper() {
        return ApiJson.mapper();
    }

    @Bean
    MergePatch mergePatch(JsonMapper mapper) {
        return new MergePatch(mapper);
    }

    @Bean
    ProblemWriter problemWriter(JsonMapper mapper) {
        return new ProblemWriter(mapper);
    }

    @Bean
    ProblemHandler problemHandler(ProblemWriter problemWriter) {
        return new ProblemHandler(problemWriter);
    }

    @Bean
    PageLinks pageLinks() {
        return new PageLinks();
    }

    @Bean
    ApiDescription apiDescription(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping,
            ServiceDescription service) {
        return new ApiDescription(mapping, service.name());
    }

    @Bean
    ApiDescriptionController apiDescriptionController(ObjectProvider<ApiDescription> description) {
        return new ApiDescriptionController(description);
    }

    @Bean
    HealthController healthController() {
        return new HealthController();
    }

    @Bean
    CallerSignature callerSignature(Sealer sealer, RecordCodec recordCodec, InstantSource clock) {
        return new CallerSignature(sealer, recordCodec, clock);
    }

    @Bean
    FilterRegistrationBean<RequestIdFilter> requestIdFilter(InstantSource clock) {
        return ordered(new RequestIdFilter(clock), Ordered.HIGHEST_PRECEDENCE);
    }

    /** After it is known who calls. */
    @Bean
    FilterRegistrationBean<WriteRequestFilter> writeRequestFilter(
            ObjectProvider<Rollouts> rollouts,
            ObjectProvider<PlatformTransactionManager> transactions,
            JsonMapper mapper) {
        return ordered(new WriteRequestFilter(rollouts, transactions, mapper), Ordered.HIGHEST_PRECEDENCE + 120);
    }

    @Bean
    WebMvcConfigurer letterlockWebMvc() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new Arguments());
            }

            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new AccessInterceptor());
            }
        };
    }

    private static <F extends Filter> FilterRegistrationBean<F> ordered(F filter, int order) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }

    /** How a service behind the edge knows its callers; the edge itself brings a filter of its own. */
    @Configuration(proxyBeanMethods = false)
    static class BehindTheEdge {
        @Bean
        @ConditionalOnMissingBean(CallerResolver.class)
        CallerResolver callerResolver(CallerSignature signature) {
            return request -> signature.verify(
                    request.getHeader(CallerSignature.HEADER), request.getMethod(), request.getRequestURI());
        }

        @Bean
        FilterRegistrationBean<CallerFilter> callerFilter(CallerResolver resolver, ProblemWriter problemWriter) {
            return ordered(new CallerFilter(resolver, problemWriter), Ordered.HIGHEST_PRECEDENCE + 100);
        }
    }
}
