package org.letterlock.admin.edge;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import jakarta.servlet.Filter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.coyote.http2.Http2Protocol;
import org.letterlock.admin.certificate.OwnCertificate;
import org.letterlock.admin.edge.RouteTable.Route;
import org.letterlock.admin.lockout.LockOutGuard;
import org.letterlock.admin.tls.HstsConfiguration;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.HstsPolicy;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.frontend.LiveTls;
import org.letterlock.frontend.ProxyRejections;
import org.letterlock.frontend.ReplicatedPolicies;
import org.letterlock.frontend.SharedLimits;
import org.letterlock.frontend.TlsProperties;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.transport.EventLoops;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.Software;
import org.letterlock.service.kafka.Replicas;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Requester;
import org.letterlock.service.kafka.Requesters;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.replica.ReplicatedIpGroups;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.web.BrowserCookies;
import org.letterlock.service.web.Caller;
import org.letterlock.service.web.CallerResolver;
import org.letterlock.service.web.CallerSignature;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.ProblemWriter;
import org.letterlock.service.web.RequestId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Wires the edge: who calls, and where the request goes on to. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({EdgeProperties.class, TlsProperties.class})
public class EdgeConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeConfiguration.class);
    private static final List<String> PROTOCOLS = List.of("h2", "http/1.1"); // RFC 7301 section 6
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60); // CONN-10; the same is set for HTTP/1.1

    /** Asks auth-service, for whoever has to in this process. */
    @Bean
    Requester<AuthenticationRequest, AuthenticationReply> authentication(Requesters requesters) {
        return requesters.requester(Exchanges.AUTHENTICATION);
    }

    @Bean
    CallerResolver tokenCallers(
            Requester<AuthenticationRequest, AuthenticationReply> authentication, InstantSource clock) {
        return new TokenCallers(authentication, new RateLimits(clock));
    }

    @Bean
    EventLoops eventLoops() {
        return EventLoops.start("admin-api", 0);
    }

    @Bean
    LiveTls liveTls(TlsProperties properties, Views views, Sealer sealer, InstantSource clock) {
        return LiveTls.follow(properties, views, sealer, clock, PROTOCOLS);
    }

    /** For whoever shows, in this process, which certificates there are. */
    @Bean
    Supplier<OwnCertificate> ownCertificate(LiveTls tls) {
        return () -> new OwnCertificate(tls.own().chain(), tls.own().isTrusted());
    }

    @Bean
    AccessPolicies accessPolicies(Views views) {
        return ReplicatedPolicies.follow(views);
    }

    @Bean
    EdgeConnections edgeConnections() {
        return new EdgeConnections();
    }

    @Bean
    EdgeListener edgeListener(
            EdgeProperties properties,
            EventLoops loops,
            AccessPolicies policies,
            LiveTls tls,
            TopicPublisher publisher,
            Replicas replicas,
            EdgeConnections connections,
            Environment environment,
            InstantSource clock) {
        return new EdgeListener(
                properties,
                loops,
                policies,
                SharedLimits.gate(policies, replicas, clock),
                tls.contexts(),
                ProxyRejections.reportedBy(publisher, policies, clock),
                connections,
                () -> environment.getRequiredProperty("local.server.port", Integer.class));
    }

    /** What the HTTP server is told of who speaks to it. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> clientsOfTheEdge(
            EdgeConnections connections, AccessPolicies policies) {
        return factory -> {
            factory.addEngineValves(new EdgeValve(connections, policies));
            factory.addConnectorCustomizers(connector -> {
                connector.setScheme("https");
                connector.setSecure(true);
                Http2Protocol http2 = new Http2Protocol();
                http2.setKeepAliveTimeout(KEEP_ALIVE.toMillis());
                http2.setAllowSchemeMismatch(true); // TLS ends at the edge's port, so "https" is right here
                connector.addUpgradeProtocol(http2);
            });
        };
    }

    @Bean
    FilterRegistrationBean<HardeningFilter> hardeningFilter(
            Views views,
            AccessPolicies policies,
            InstallationProperties installation,
            ProblemWriter problems,
            InstantSource clock) {
        ReplicatedView<HstsPolicy> hsts = views.viewOf(Topics.POLICY_HSTS);
        return ordered(
                new HardeningFilter(
                        () -> hsts.find(HstsConfiguration.NAME).orElse(HstsPolicy.DEFAULT),
                        () -> Software.product(policies.connections().disclosure(), "/"),
                        installation.hostName(),
                        problems,
                        clock),
                10);
    }

    @Bean
    FilterRegistrationBean<AdminGate> adminGate(Views views, ReplicatedIpGroups ipGroups, ProblemWriter problems) {
        return ordered(new AdminGate(views.viewOf(Topics.POLICY_SERVICES), ipGroups, problems), 20);
    }

    /** By which way administrators come, for whoever must not close it. */
    @Bean
    LockOutGuard.Reach callersWay(Views views, AccessPolicies policies) {
        ReplicatedView<ServicePolicy> services = views.viewOf(Topics.POLICY_SERVICES);
        return new CallersWay(() -> services.find("admin"), policies::connections, policies::groups);
    }

    /** After it is known who calls, so that only those may make the edge hold a body whose rate is limited. */
    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter(ProblemWriter problems) {
        return ordered(new BodyLimitFilter(problems), 110);
    }

    /** Filters of the edge come after the request's id is known; below 100 they come before anybody asks who calls. */
    private static <F extends Filter> FilterRegistrationBean<F> ordered(F filter, int place) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + place);
        return registration;
    }

    @Bean
    RouterFunction<ServerResponse> serviceRoutes(EdgeProperties properties, CallerSignature signature) {
        return RouteTable.ROUTES.stream()
                .map(entry -> routeTo(entry, properties, signature))
                .reduce(RouterFunction::and)
                .orElseThrow();
    }

    private static RouterFunction<ServerResponse> routeTo(
            Route entry, EdgeProperties properties, CallerSignature signature) {
        URI target = properties.routes().get(entry.service());
        if (target == null) {
            HandlerFunction<ServerResponse> unavailable = _ -> {
                throw new ProblemException(
                        ProblemType.SERVICE_UNAVAILABLE, "The service behind this resource has no address.");
            };
            return route(entry.path()).route(belongsTo(entry), unavailable).build();
        }
        return route(entry.path())
                .route(belongsTo(entry), EdgeConfiguration::forward)
                .before(uri(target))
                .before(request -> signed(request, signature))
                .build();
    }

    private static RequestPredicate belongsTo(Route entry) {
        return path(entry.path()).and(path(RouteTable.OWN).negate());
    }

    private static ServerResponse forward(ServerRequest request) throws Exception {
        try {
            return http().handle(request);
        } catch (ResourceAccessException e) { // nobody listens, or nobody answers in time
            LOG.warn("a request could not be passed on: {}", e.toString());
            throw new ProblemException(
                    ProblemType.SERVICE_UNAVAILABLE, "The service behind this resource does not answer; try again.");
        }
    }

    /** The request as the service behind the edge gets it: with our word on who calls, without the caller's secret. */
    private static ServerRequest signed(ServerRequest request, CallerSignature signature) {
        Caller caller = Optional.ofNullable(request.servletRequest().getAttribute(Caller.class.getName()))
                .map(Caller.class::cast)
                .orElseThrow();
        String header = signature.sign(
                caller, request.method().name(), request.servletRequest().getRequestURI());
        return ServerRequest.from(request)
                .headers(headers -> {
                    headers.remove(HttpHeaders.AUTHORIZATION);
                    headers.remove(HttpHeaders.COOKIE);
                    remembered(request).ifPresent(cookie -> headers.set(HttpHeaders.COOKIE, cookie));
                    headers.set(CallerSignature.HEADER, header);
                    RequestId.current().ifPresent(id -> headers.set(RequestId.HEADER, id));
                })
                .build();
    }

    /** The one cookie that a service behind the edge is to see: by which a browser is remembered (MFA-2). */
    private static Optional<String> remembered(ServerRequest request) {
        return Optional.ofNullable(request.cookies().getFirst(BrowserCookies.REMEMBERED))
                .map(cookie -> cookie.getName() + "=" + cookie.getValue());
    }
}
