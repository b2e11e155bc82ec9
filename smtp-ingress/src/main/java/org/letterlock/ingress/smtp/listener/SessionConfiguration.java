package org.letterlock.ingress.smtp.listener;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.ingress.smtp.content.DiskRoom;
import org.letterlock.ingress.smtp.content.HeaderJudgement;
import org.letterlock.ingress.smtp.content.HeldOctets;
import org.letterlock.ingress.smtp.intake.MessageIntake;
import org.letterlock.ingress.smtp.intake.TraceField;
import org.letterlock.ingress.smtp.policy.OwnNames;
import org.letterlock.ingress.smtp.policy.RecipientRules;
import org.letterlock.ingress.smtp.policy.RelayRules;
import org.letterlock.ingress.smtp.policy.SenderChecks;
import org.letterlock.ingress.smtp.policy.SessionProfiles;
import org.letterlock.ingress.smtp.session.SecurityReports;
import org.letterlock.ingress.smtp.session.SessionServices;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.trace.MessageId;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.transport.PeerAddresses;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.kafka.Requesters;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.replica.ReplicatedDirectory;
import org.letterlock.service.sealing.ContentSealer;
import org.letterlock.service.sealing.SecretEnvelopes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what the sessions share. */
@Configuration(proxyBeanMethods = false)
public class SessionConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(SessionConfiguration.class);

    @Bean
    Directory directory(Views views) {
        return ReplicatedDirectory.follow(views);
    }

    @Bean
    OwnNames ownNames(InstallationProperties installation, Views views) {
        return new OwnNames(
                Domain.parse(installation.hostName()).require(),
                PeerAddresses.ofThisMachine(),
                views.viewOf(Topics.DIRECTORY_DOMAINS));
    }

    @Bean
    RecipientRules recipientRules(Directory directory, AccessPolicies policies, OwnNames names, SmtpSettings settings) {
        SmtpSettings.Relay relay = settings.relay();
        if (relay.mode() == RelayRules.Mode.OPEN) {
            LOG.warn("open relay: everybody may send mail to anybody through this host");
        }
        UUID group = relay.group();
        return new RecipientRules(
                directory,
                policies,
                new RelayRules(relay.mode(), relay.allowAuthenticated(), group == null ? null : new IpGroupId(group)),
                names);
    }

    @Bean
    SenderChecks senderChecks(Directory directory, Requesters requesters) {
        return new SenderChecks(directory, requesters.requester(Exchanges.SENDER_CHECK));
    }

    @Bean
    HeaderJudgement headerJudgement(
            SenderChecks senderChecks, OwnNames names, SmtpSettings settings, InstantSource clock) {
        SecureRandom random = new SecureRandom();
        Supplier<byte[]> randomOctets = () -> {
            byte[] octets = new byte[MessageId.RANDOM_OCTETS];
            random.nextBytes(octets);
            return octets;
        };
        return new HeaderJudgement(senderChecks, names.hostName(), settings.maxHops(), clock, randomOctets);
    }

    @Bean
    MessageIntake messageIntake(
            Requesters requesters,
            TopicPublisher publisher,
            OwnNames names,
            SmtpSettings settings,
            RecipientRules recipientRules,
            InstantSource clock) {
        return new MessageIntake(
                requesters.requester(Exchanges.DKIM_SIGN),
                publisher,
                new TraceField(names.hostName(), settings.hideClientAddress(), recipientRules),
                clock);
    }

    @Bean
    SessionServices sessionServices(
            OwnNames names,
            AccessPolicies policies,
            Directory directory,
            TlsContexts tls,
            Requesters requesters,
            SecretEnvelopes envelopes,
            SenderChecks senderChecks,
            RecipientRules recipientRules,
            HeaderJudgement headerJudgement,
            ContentSealer sealer,
            MessageIntake intake,
            TopicPublisher publisher,
            SmtpSettings settings,
            InstantSource clock) {
        var limits = new SessionProfiles.Limits(
                settings.maxRecipients(), settings.maxMessageSize().toBytes(), settings.maxFailedCommands());
        return new SessionServices(
                new SessionProfiles(names, policies, directory, limits, clock),
                tls,
                requesters.requester(Exchanges.AUTHENTICATION),
                envelopes,
                senderChecks,
                recipientRules,
                headerJudgement,
                sealer,
                new HeldOctets(settings.heldInMemory().toBytes()),
                new DiskRoom(
                        settings.disk().directory(), settings.disk().leastFree().toBytes(), clock),
                intake,
                new SecurityReports(publisher, clock),
                SessionServices.Timings.DEFAULT,
                settings.maxTextLine(),
                settings.signedConversion().scope());
    }
}
