package org.letterlock.service.mailbox;

import java.time.InstantSource;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.sealing.Sealer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Gives a front end the mailbox store of mailstore-service, unless it was handed one in this JVM. The front end imports it.
 */
@Configuration(proxyBeanMethods = false)
public class MailboxStoreClientConfiguration {
    /** Where the store is, when it is in another process. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(MailboxStore.class)
    @EnableConfigurationProperties(StoreAddressProperties.class)
    static class InAnotherProcess {
        @Bean
        MailboxStore mailboxStore(
                StoreAddressProperties address, Sealer sealer, RecordCodec codec, InstantSource clock) {
            return new RemoteMailboxStore(address.url(), sealer, codec, clock);
        }
    }
}
