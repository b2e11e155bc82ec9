package org.letterlock.auth.address;

import java.time.InstantSource;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.document.SealedText;
import org.letterlock.auth.lockout.LockOuts;
import org.letterlock.auth.naming.AddressRegistry;
import org.letterlock.auth.token.EffectiveRoles;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.replica.ReplicatedDirectory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires groups, aliases and their explanation. */
@Configuration(proxyBeanMethods = false)
public class AddressConfiguration {
    @Bean
    JdbcTargets jdbcTargets(JdbcClient jdbc, SealedText texts) {
        return new JdbcTargets(jdbc, texts);
    }

    @Bean
    GroupController groupController(
            JdbcClient jdbc,
            SealedText texts,
            AddressRegistry addresses,
            JdbcTargets targets,
            Outbox outbox,
            EffectiveRoles roles,
            LockOuts lockOuts,
            TransactionOperations transactions,
            InstantSource clock,
            Documents documents) {
        JdbcGroups groups = new JdbcGroups(jdbc, texts, addresses, targets);
        return new GroupController(
                new GroupService(groups, targets, addresses, roles, lockOuts, outbox, transactions, clock), documents);
    }

    @Bean
    AliasController aliasController(
            JdbcClient jdbc,
            SealedText texts,
            AddressRegistry addresses,
            JdbcTargets targets,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock,
            Documents documents) {
        JdbcAliases aliases = new JdbcAliases(jdbc, texts, targets);
        return new AliasController(
                new AliasService(aliases, targets, addresses, outbox, transactions, clock), documents);
    }

    @Bean
    ExplainController explainController(Views views, Documents documents) {
        return new ExplainController(ReplicatedDirectory.follow(views), documents);
    }
}
