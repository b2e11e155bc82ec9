package org.letterlock.auth.factor;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import org.letterlock.auth.token.TokenSecret;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.service.sealing.Sha256;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Browsers in which the second factor was shown and is not asked for again for a while (MFA-2). They are forgotten with the
 * factor, and with the password.
 */
public final class RememberedBrowsers {
    private static final int MAX_PER_ACCOUNT = 20;
    private static final int MAX_SECRET = 512;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final SecureRandom random;
    private final InstantSource clock;

    RememberedBrowsers(JdbcClient jdbc, TransactionOperations transactions, SecureRandom random, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.random = random;
        this.clock = clock;
    }

    /** Remembers a browser in which the factor has just been shown; of too many, the oldest is forgotten. */
    public String remember(AccountId account) {
        TokenSecret secret = TokenSecret.random(random);
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("INSERT INTO remembered_browsers (digest, account_id, since) VALUES (?, ?, ?)")
                    .params(secret.digest(), account.value(), Timestamp.from(clock.instant()))
                    .update();
            jdbc.sql("""
                            DELETE FROM remembered_browsers WHERE digest IN (SELECT digest FROM remembered_browsers
                                WHERE account_id = ? ORDER BY since DESC OFFSET ?)""").params(account.value(), MAX_PER_ACCOUNT).update();
        });
        return secret.reveal();
    }

    /** @param duration how long the policy of now lets a browser be remembered */
    public boolean knows(AccountId account, String secret, Duration duration) {
        return !secret.isEmpty()
                && secret.length() <= MAX_SECRET
                && jdbc.sql(
                                        "SELECT count(*) FROM remembered_browsers WHERE digest = ? AND account_id = ? AND since > ?")
                                .params(
                                        digest(secret),
                                        account.value(),
                                        Timestamp.from(clock.instant().minus(duration)))
                                .query(Integer.class)
                                .single()
                        == 1;
    }

    private static byte[] digest(String secret) {
        return Sha256.of(secret.getBytes(StandardCharsets.US_ASCII));
    }
}
