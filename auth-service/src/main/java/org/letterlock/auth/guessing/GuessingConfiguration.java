package org.letterlock.auth.guessing;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.document.SealedText;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.GuessingPolicy;
import org.letterlock.contracts.smtp.SmtpLimits;
import org.letterlock.service.RecurringWork;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.replica.ReplicatedIpGroups;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the protection against guessing. */
@Configuration(proxyBeanMethods = false)
public class GuessingConfiguration {
    /** The only key of {@link Topics#POLICY_GUESSING}. */
    static final String POLICY = "guessing";

    private static final String SMTP_LIMITS = "limits"; // the only key of its topic

    @Bean
    JdbcFailures jdbcFailures(JdbcClient jdbc, Sealer sealer) {
        return new JdbcFailures(jdbc, sealer);
    }

    @Bean
    JdbcLocks jdbcLocks(JdbcClient jdbc, Sealer sealer) {
        return new JdbcLocks(jdbc, sealer, JdbcLocks.MAX_NAMES);
    }

    @Bean
    KnownAddresses knownAddresses(JdbcClient jdbc, Sealer sealer, InstantSource clock) {
        return new KnownAddresses(jdbc, sealer, clock);
    }

    @Bean
    AddressBlocks addressBlocks(
            JdbcClient jdbc,
            SealedText texts,
            Sealer sealer,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        return new AddressBlocks(new JdbcBlocks(jdbc, texts, sealer), outbox, transactions, clock);
    }

    @Bean
    GuessingProtection guessingProtection(
            JdbcFailures failures,
            JdbcLocks locks,
            AddressBlocks blocks,
            Views views,
            ReplicatedIpGroups groups,
            SecureRandom random,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        return new GuessingProtection(
                failures,
                locks,
                blocks,
                new RepeatedPasswords(random, Ticker.systemTicker()),
                rules(views, groups),
                views.viewOf(Topics.ACCESS_BLOCKS),
                outbox,
                transactions,
                clock);
    }

    @Bean
    HarvestProtection harvestProtection(
            JdbcFailures failures,
            AddressBlocks blocks,
            Views views,
            Consumers consumers,
            TransactionOperations transactions,
            InstantSource clock) {
        ReplicatedView<SmtpLimits> limits = views.viewOf(Topics.POLICY_SMTP_LIMITS);
        HarvestProtection protection = new HarvestProtection(
                failures,
                blocks,
                () -> limits.find(SMTP_LIMITS).orElse(SmtpLimits.DEFAULT).peers(),
                transactions,
                clock);
        consumers.consume(
                Topics.SMTP_UNKNOWN_RECIPIENTS,
                "auth-service",
                records -> records.forEach(unknown -> protection.count(unknown.value())));
        return protection;
    }

    @Bean
    LockedNames lockedNames(
            JdbcClient jdbc, Sealer sealer, Views views, ReplicatedIpGroups groups, InstantSource clock) {
        return new LockedNames(jdbc, sealer, rules(views, groups), clock);
    }

    @Bean
    GuessingSweeper guessingSweeper(AddressBlocks blocks, JdbcFailures failures, JdbcLocks locks, InstantSource clock) {
        return new GuessingSweeper(blocks, failures, locks, clock);
    }

    @Bean
    RecurringWork endOfBlocks(GuessingSweeper sweeper) {
        return new RecurringWork("end-of-blocks", Duration.ofSeconds(1), Duration.ofSeconds(1), sweeper::endExpired);
    }

    @Bean
    RecurringWork guessingSweep(GuessingSweeper sweeper) {
        return new RecurringWork("guessing-sweep", Duration.ofMinutes(1), Duration.ofMinutes(1), sweeper::removeOld);
    }

    @Bean
    BlockedAddressController blockedAddressController(AddressBlocks blocks, Documents documents) {
        return new BlockedAddressController(blocks, documents);
    }

    @Bean
    UnlockController unlockController(
            JdbcClient jdbc,
            JdbcLocks locks,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock,
            Documents documents) {
        return new UnlockController(new AccountLocks(jdbc, locks, outbox, transactions, clock), documents);
    }

    private static Supplier<GuessingRules> rules(Views views, ReplicatedIpGroups groups) {
        ReplicatedView<GuessingPolicy> policy = views.viewOf(Topics.POLICY_GUESSING);
        return () -> new GuessingRules(policy.find(POLICY).orElse(GuessingPolicy.DEFAULT), groups.get());
    }
}
