package org.letterlock.dkim.signing;

import java.time.InstantSource;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.dkim.key.JdbcSigningKeys;
import org.letterlock.dkim.key.PrivateKeys;
import org.letterlock.dkim.key.SigningCrypto;
import org.letterlock.dkim.setting.JdbcDomainSettings;
import org.letterlock.service.kafka.Responders;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.replica.ReplicatedDirectory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the signer and the exchange by which it is asked. */
@Configuration(proxyBeanMethods = false)
public class SigningConfiguration {
    @Bean
    Directory directory(Views views) {
        return ReplicatedDirectory.follow(views);
    }

    @Bean
    SigningDecisions signingDecisions(JdbcDomainSettings settings, JdbcSigningKeys keys, InstantSource clock) {
        return new SigningDecisions(settings, keys, clock);
    }

    @Bean
    SignRequests signRequests(
            Directory directory,
            SigningDecisions decisions,
            PrivateKeys privateKeys,
            SigningCrypto crypto,
            Responders responders,
            InstantSource clock) {
        SignRequests requests = new SignRequests(directory, decisions, privateKeys, new MessageSigner(crypto), clock);
        responders.answerBlocking(Exchanges.DKIM_SIGN, requests::answer);
        return requests;
    }
}
