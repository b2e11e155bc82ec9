package org.letterlock.ingress.mailbox.listener;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.imap.session.SessionMachine;
import org.letterlock.ingress.mailbox.authentication.LoginExchange;
import org.letterlock.ingress.mailbox.command.CommandPerformer;
import org.letterlock.ingress.mailbox.policy.SecurityDecision;
import org.letterlock.ingress.mailbox.push.MailboxChanges;
import org.letterlock.ingress.mailbox.session.ImapTimes;
import org.letterlock.ingress.mailbox.session.SecurityWarnings;
import org.letterlock.ingress.mailbox.session.SessionServices;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.listener.Listener;
import org.letterlock.netty.listener.ListenerSettings;
import org.letterlock.netty.listener.Transport;
import org.letterlock.netty.listener.TrustedProxies;
import org.letterlock.netty.session.SessionSeats;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.transport.EventLoops;
import org.letterlock.service.Software;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.Requester;
import org.letterlock.service.kafka.Requesters;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.sealing.SecretEnvelopes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts IMAP together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ImapProperties.class)
public class ImapConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ImapConfiguration.class);
    private static final Duration STALLED_WRITE = Duration.ofMinutes(5);

    @Bean(destroyMethod = "close")
    EventLoops eventLoops() {
        return EventLoops.start("mailbox-ingress", 0);
    }

    @Bean(destroyMethod = "close")
    ExecutorService imapWorkers() {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("imap-", 0).factory());
    }

    @Bean
    MailboxChanges mailboxChanges(Consumers consumers) {
        MailboxChanges changes = new MailboxChanges();
        consumers.listen(Topics.MAILBOX_EVENTS, records -> records.forEach(event -> changes.changed(event.value())));
        return changes;
    }

    @Bean
    CommandPerformer commandPerformer(
            MailboxStore store, MailboxChanges changes, InstantSource clock, ImapProperties properties) {
        return new CommandPerformer(store, changes, clock, properties.maxMessageSize());
    }

    @Bean
    SecurityWarnings securityWarnings(TopicPublisher publisher, InstantSource clock) {
        return peer -> {
            LOG.warn("IMAP: starttls.injection from {}", peer.address().format());
            var event = new SecurityEvent(
                    "starttls.injection",
                    clock.instant(),
                    peer.service(),
                    peer.address().format(),
                    Map.of());
            var _ = publisher
                    .publish(Topics.SECURITY_EVENTS, peer.connection().toString(), event)
                    .exceptionally(failure -> {
                        LOG.warn("event starttls.injection was not published", failure);
                        return null;
                    });
        };
    }

    @Bean
    SessionServices sessionServices(
            ImapProperties properties,
            AccessPolicies policies,
            TlsContexts tls,
            Requesters requesters,
            SecretEnvelopes envelopes,
            CommandPerformer performer,
            ExecutorService imapWorkers,
            SessionSeats seats,
            SecurityWarnings warnings) {
        Requester<AuthenticationRequest, AuthenticationReply> requester =
                requesters.requester(Exchanges.AUTHENTICATION);
        return new SessionServices(
                new SessionMachine(
                        properties.maxMessageSize(),
                        () -> Software.fields(policies.connections().disclosure())),
                new SecurityDecision(policies),
                tls,
                (connection, address) -> new LoginExchange(requester, envelopes::seal, connection, address),
                performer,
                imapWorkers,
                seats,
                warnings,
                new ImapTimes(
                        properties.loginTime(), properties.idleTime(), properties.stillHereTime(), STALLED_WRITE));
    }

    @Bean
    ImapListeners imapListeners(
            ImapProperties properties,
            EventLoops loops,
            AccessPolicies policies,
            ConnectionGate gate,
            TlsContexts tls,
            TrustedProxies proxies,
            SessionServices services) {
        var surroundings = new Listener.Surroundings(loops, policies, gate, tls, proxies);
        ImapFrontEnd frontEnd = new ImapFrontEnd(services);
        var imap = new ListenerSettings(
                "imap", properties.address(), properties.ports().imap(), 143, Transport.CLEAR);
        var imaps = new ListenerSettings(
                "imaps", properties.address(), properties.ports().imaps(), 993, Transport.IMPLICIT_TLS);
        return new ImapListeners(
                new Listener(imap, surroundings, frontEnd),
                new Listener(imaps, surroundings, frontEnd),
                properties.drainTime());
    }
}
