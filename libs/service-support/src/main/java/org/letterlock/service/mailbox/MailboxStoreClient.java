package org.letterlock.service.mailbox;

import java.time.InstantSource;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.sealing.Sealer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Imported by a front end: the mailbox store of another process, unless one was handed over by the launcher. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(MailboxStore.class)
@EnableConfigurationProperties(MailboxStoreProperties.class)
public class MailboxStoreClient {
    @Bean
    MailboxStore mailboxStore(
            MailboxStoreProperties properties, RecordCodec codec, Sealer sealer, InstantSource clock) {
        return new HttpMailboxStore(properties.url(), new CallSealing(codec, sealer, clock));
    }
}
