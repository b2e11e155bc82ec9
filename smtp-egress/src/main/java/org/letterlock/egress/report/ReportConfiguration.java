package org.letterlock.egress.report;

import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.content.ContentStore;
import org.letterlock.service.kafka.Requesters;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.replica.ReplicatedDirectory;
import org.letterlock.service.sealing.ContentOpener;
import org.letterlock.service.sealing.ContentSealer;
import org.letterlock.service.sealing.Keyring;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reports, and what they need to know. */
@Configuration(proxyBeanMethods = false)
public class ReportConfiguration {
    @Bean
    Directory directory(Views views) {
        return ReplicatedDirectory.follow(views);
    }

    @Bean
    ContentOpener contentOpener(Keyring keyring, ContentStore contents) {
        return new ContentOpener(keyring, Reader.EGRESS, contents);
    }

    @Bean
    ReportPolicy reportPolicy(Directory directory) {
        return new ReportPolicy(directory);
    }

    @Bean
    ReportSigner reportSigner(Requesters requesters) {
        return new ReportSigner(requesters.requester(Exchanges.DKIM_SIGN));
    }

    @Bean
    Addressees addressees(Directory directory, InstallationProperties installation) {
        return new Addressees(directory, hostName(installation));
    }

    @Bean
    ReportWriter reportWriter(
            ContentOpener opener,
            ContentSealer sealer,
            ReportSigner signer,
            Addressees addressees,
            InstallationProperties installation) {
        return new ReportWriter(opener, sealer, signer, addressees, hostName(installation));
    }

    private static Domain hostName(InstallationProperties installation) {
        return Domain.parse(installation.hostName()).require();
    }
}
