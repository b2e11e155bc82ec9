package org.letterlock.egress.notice;

import java.time.InstantSource;
import org.letterlock.contracts.Topics;
import org.letterlock.egress.report.Addressees;
import org.letterlock.egress.report.ReportSigner;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.ContentSealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the notices. */
@Configuration(proxyBeanMethods = false)
public class NoticeConfiguration {
    @Bean
    NoticeIntake noticeIntake(
            ContentSealer sealer,
            ReportSigner signer,
            Addressees addressees,
            InstallationProperties installation,
            JdbcClient jdbc,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock,
            Consumers consumers) {
        Domain hostName = Domain.parse(installation.hostName()).require();
        NoticeIntake intake = new NoticeIntake(
                new NoticeWriter(sealer, signer, addressees, hostName), jdbc, outbox, transactions, clock);
        consumers.consume(Topics.NOTICES, "smtp-egress", intake);
        return intake;
    }
}
