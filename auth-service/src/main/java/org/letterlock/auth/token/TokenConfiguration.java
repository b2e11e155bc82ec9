package org.letterlock.auth.token;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.document.SealedText;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the tokens. */
@Configuration(proxyBeanMethods = false)
public class TokenConfiguration {
    @Bean
    TokenService tokenService(
            JdbcClient jdbc,
            SealedText texts,
            TransactionOperations transactions,
            SecureRandom random,
            InstantSource clock) {
        return new TokenService(new JdbcTokens(jdbc, texts), new EffectiveRoles(jdbc), transactions, random, clock);
    }

    @Bean
    TokenController tokenController(TokenService tokens, Documents documents, InstantSource clock) {
        return new TokenController(tokens, documents, clock);
    }
}
