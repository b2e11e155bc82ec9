package org.letterlock.ingress.smtp.listener;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.ingress.smtp.content.DiskRoom;
import org.letterlock.ingress.smtp.content.HeaderJudgement;
import org.letterlock.ingress.smtp.content.HeldOctets;
import org.letterlock.ingress.smtp.intake.MailLog;
import org.letterlock.ingress.smtp.intake.MessageIntake;
import org.letterlock.ingress.smtp.intake.TraceField;
import org.letterlock.ingress.smtp.origin.OriginChecks;
import org.letterlock.ingress.smtp.origin.SpfChecks;
import org.letterlock.ingress.smtp.policy.ClientLimits;
import org.letterlock.ingress.smtp.policy.OwnNames;
import org.letterlock.ingress.smtp.policy.RecipientRules;
import org.letterlock.ingress.smtp.policy.SenderChecks;
import org.letterlock.ingress.smtp.policy.SessionProfiles;
import org.letterlock.ingress.smtp.session.SecurityReports;
import org.letterlock.ingress.smtp.session.SessionServices;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.trace.MessageId;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.session.SessionSeats;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.transport.PeerAddresses;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.Requesters;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.maillog.MaskedAddresses;
import org.letterlock.service.replica.ReplicatedDirectory;
import org.letterlock.service.sealing.ContentSealer;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.sealing.SecretEnvelopes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what the sessions share. */
@Configuration(proxyBeanMethods = false)
public class SessionConfiguration {
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
    LiveSettings liveSettings(Views views) {
        return LiveSettings.follow(views);
    }

    @Bean
    RecipientRules recipientRules(Directory directory, AccessPolicies policies, OwnNames names, LiveSettings live) {
        return new RecipientRules(directory, policies, live.relay(), names);
    }

    @Bean
    ClientLimits clientLimits(
            AccessPolicies policies,
            LiveSettings live,
            TopicPublisher publisher,
            Consumers consumers,
            InstantSource clock) {
        ClientLimits limits =
                new ClientLimits(policies, () -> live.limits().get().peers(), publisher, clock);
        consumers.listen(Topics.SMTP_MESSAGES_TAKEN, records -> records.forEach(taken -> limits.heard(taken.value())));
        return limits;
    }

    @Bean
    SenderChecks senderChecks(Directory directory, Requesters requesters) {
        return new SenderChecks(directory, requesters.requester(Exchanges.SENDER_CHECK));
    }

    @Bean
    SpfChecks spfChecks(
            Requesters requesters,
            RecipientRules recipientRules,
            ClientLimits clientLimits,
            AccessPolicies policies,
            LiveSettings live) {
        return new SpfChecks(requesters.requester(Exchanges.SPF), recipientRules, clientLimits, policies, live.spf());
    }

    @Bean
    OriginChecks originChecks(Requesters requesters, AccessPolicies policies, LiveSettings live) {
        return new OriginChecks(
                requesters.requester(Exchanges.DKIM_VERIFY),
                requesters.requester(Exchanges.DMARC),
                policies,
                live.dmarc());
    }

    @Bean
    HeaderJudgement headerJudgement(SenderChecks senderChecks, OwnNames names, LiveSettings live, InstantSource clock) {
        SecureRandom random = new SecureRandom();
        Supplier<byte[]> randomOctets = () -> {
            byte[] octets = new byte[MessageId.RANDOM_OCTETS];
            random.nextBytes(octets);
            return octets;
        };
        return new HeaderJudgement(
                senderChecks, names.hostName(), () -> live.limits().get().maxHops(), clock, randomOctets);
    }

    @Bean
    MessageIntake messageIntake(
            Requesters requesters,
            TopicPublisher publisher,
            OwnNames names,
            LiveSettings live,
            RecipientRules recipientRules,
            OriginChecks originChecks,
            Sealer sealer,
            InstantSource clock) {
        return new MessageIntake(
                requesters.requester(Exchanges.DKIM_SIGN),
                originChecks,
                names.hostName(),
                publisher,
                new TraceField(names.hostName(), live.delivery(), recipientRules),
                new MailLog(new MaskedAddresses(sealer), live.delivery()),
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
            SpfChecks spfChecks,
            RecipientRules recipientRules,
            ClientLimits clientLimits,
            HeaderJudgement headerJudgement,
            ContentSealer sealer,
            MessageIntake intake,
            TopicPublisher publisher,
            SessionSeats seats,
            SmtpSettings settings,
            LiveSettings live,
            InstantSource clock) {
        return new SessionServices(
                new SessionProfiles(names, policies, directory, live.limits(), clock),
                tls,
                requesters.requester(Exchanges.AUTHENTICATION),
                envelopes,
                senderChecks,
                spfChecks,
                recipientRules,
                clientLimits,
                headerJudgement,
                sealer,
                new HeldOctets(settings.heldInMemory().toBytes()),
                new DiskRoom(
                        settings.disk().directory(), settings.disk().leastFree().toBytes(), clock),
                intake,
                new SecurityReports(publisher, clock),
                seats,
                SessionServices.Timings.DEFAULT,
                live.limits(),
                live.delivery());
    }
}
