package org.letterlock.dkim.verification;

import java.time.InstantSource;
import org.letterlock.contracts.Exchanges;
import org.letterlock.dkim.key.SigningCrypto;
import org.letterlock.messageauth.dkim.SignatureCrypto;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.dns.DnsBudget;
import org.letterlock.service.dns.DnsjavaLookup;
import org.letterlock.service.kafka.Responders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the verifier and the exchange by which it is asked. */
@Configuration(proxyBeanMethods = false)
public class VerificationConfiguration {
    @Bean
    VerifyRequests verifyRequests(
            InstallationProperties installation, SigningCrypto signing, Responders responders, InstantSource clock) {
        DnsLookup lookup = DnsjavaLookup.caching(installation.dns().server(), clock);
        SignatureCrypto crypto =
                signing.rsaProvider().map(SignatureCrypto::withRsaBy).orElseGet(SignatureCrypto::ofJdk);
        VerifyRequests requests = new VerifyRequests(() -> DnsBudget.forMessage(lookup), crypto, clock);
        responders.answerBlocking(Exchanges.DKIM_VERIFY, requests::answer);
        return requests;
    }
}
