package org.letterlock.auth.account;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.letterlock.auth.access.PolicyAssignments;
import org.letterlock.auth.credential.CredentialCheck;
import org.letterlock.auth.credential.JdbcCredentials;
import org.letterlock.auth.credential.PasswordHashing;
import org.letterlock.auth.credential.PasswordStorage;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.document.SealedText;
import org.letterlock.auth.factor.SecondFactors;
import org.letterlock.auth.guessing.GuessingProtection;
import org.letterlock.auth.guessing.LockedNames;
import org.letterlock.auth.lockout.LockOuts;
import org.letterlock.auth.login.LoginAccounts;
import org.letterlock.auth.login.LoginEvents;
import org.letterlock.auth.naming.AddressRegistry;
import org.letterlock.auth.password.NewPasswords;
import org.letterlock.auth.token.TokenService;
import org.letterlock.contracts.Exchanges;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.RecurringWork;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.Responders;
import org.letterlock.service.sealing.BreakGlassFile;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the accounts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccountProperties.class)
public class AccountConfiguration {
    @Bean
    JdbcAccounts jdbcAccounts(JdbcClient jdbc, SealedText texts, AddressRegistry addresses) {
        return new JdbcAccounts(jdbc, texts, addresses);
    }

    @Bean
    FrontEnds frontEnds(JdbcCredentials credentials, Outbox outbox) {
        return new FrontEnds(credentials, outbox);
    }

    @Bean
    AccountService accountService(
            JdbcAccounts accounts,
            AddressRegistry addresses,
            JdbcCredentials credentials,
            PasswordStorage storage,
            NewPasswords passwords,
            PolicyAssignments policies,
            TokenService tokens,
            FrontEnds frontEnds,
            LockOuts lockOuts,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        return new AccountService(
                accounts,
                addresses,
                credentials,
                storage,
                passwords,
                policies,
                tokens,
                frontEnds,
                new PasswordNews(outbox, clock),
                lockOuts,
                outbox,
                transactions,
                clock);
    }

    @Bean
    DirectoryAccounts directoryAccounts(
            JdbcAccounts accounts,
            AddressRegistry addresses,
            TokenService tokens,
            FrontEnds frontEnds,
            JdbcClient jdbc,
            TransactionOperations transactions,
            InstantSource clock) {
        return new DirectoryAccounts(accounts, addresses, tokens, frontEnds, jdbc, transactions, clock);
    }

    @Bean(initMethod = "ensureExists")
    InitialAdministrator initialAdministrator(
            AccountProperties properties,
            JdbcAccounts accounts,
            JdbcCredentials credentials,
            PasswordHashing hashing,
            JdbcClient jdbc,
            TransactionOperations transactions,
            SecureRandom random,
            InstantSource clock) {
        InitialPasswordFile file = new InitialPasswordFile(properties.initialPasswordFile());
        return new InitialAdministrator(accounts, credentials, hashing, file, jdbc, transactions, random, clock);
    }

    @Bean
    BreakGlass breakGlass(
            AccountProperties properties,
            InstallationProperties installation,
            LoginAccounts logins,
            JdbcAccounts accounts,
            JdbcCredentials credentials,
            PasswordStorage storage,
            TokenService tokens,
            FrontEnds frontEnds,
            JdbcClient jdbc,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        BreakGlassFile file = new BreakGlassFile(installation.instanceKeyFile(), properties.directory());
        return new BreakGlass(
                file, logins, accounts, credentials, storage, tokens, frontEnds, jdbc, outbox, transactions, clock);
    }

    @Bean
    RecurringWork breakGlassWatch(BreakGlass breakGlass) {
        return new RecurringWork("break-glass", Duration.ZERO, Duration.ofSeconds(1), breakGlass::look);
    }

    @Bean
    PolicyReleases policyReleases(
            JdbcAccounts accounts,
            PolicyAssignments policies,
            FrontEnds frontEnds,
            TransactionOperations transactions,
            InstantSource clock,
            Responders responders) {
        PolicyReleases releases = new PolicyReleases(accounts, policies, frontEnds, transactions, clock);
        responders.answerBlocking(Exchanges.POLICY_RELEASE, releases::release);
        return releases;
    }

    @Bean
    AccountController accountController(
            AccountService accounts, Documents documents, LockedNames locked, InstantSource clock) {
        return new AccountController(accounts, documents, locked, clock);
    }

    @Bean
    MeController meController(
            AccountService accounts,
            JdbcCredentials credentials,
            CredentialCheck check,
            Documents documents,
            LoginEvents events,
            GuessingProtection guessing,
            SecondFactors factors,
            TokenService tokens,
            InstantSource clock) {
        return new MeController(accounts, credentials, check, documents, events, guessing, factors, tokens, clock);
    }
}
