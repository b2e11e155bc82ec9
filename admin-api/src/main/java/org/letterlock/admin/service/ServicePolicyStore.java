package org.letterlock.admin.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.web.ProblemException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What has been set for each service, sealed, published to every listener with each change. */
final class ServicePolicyStore {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Sealer sealer;
    private final Outbox outbox;
    private final RecordCodec codec;
    private final IpGroupStore ipGroups;

    ServicePolicyStore(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Sealer sealer,
            Outbox outbox,
            RecordCodec codec,
            IpGroupStore ipGroups) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.sealer = sealer;
        this.outbox = outbox;
        this.codec = codec;
        this.ipGroups = ipGroups;
    }

    /** Gives each service of the catalogue that has no policy its default one. */
    void addDefaults() {
        for (ServiceCatalogue service : ServiceCatalogue.values()) {
            ServicePolicy policy = service.defaultPolicy();
            transaction.executeWithoutResult(_ -> {
                int added = jdbc.sql("insert into service_policy (id, version, document) values (:id, 1, :document)"
                                + " on conflict (id) do nothing")
                        .param("id", policy.id())
                        .param("document", seal(policy))
                        .update();
                if (added == 1) {
                    published(policy);
                }
            });
        }
    }

    /** Every policy by service id. */
    Map<String, Versioned> all() {
        Map<String, Versioned> policies = new LinkedHashMap<>();
        List<Versioned> rows = jdbc.sql("select id, version, document from service_policy")
                .query((row, number) ->
                        new Versioned(row.getLong("version"), open(row.getString("id"), row.getBytes("document"))))
                .list();
        rows.forEach(row -> policies.put(row.policy().id(), row));
        return policies;
    }

    /**
     * Replaces the policy that has that version; empty where it has changed meanwhile.
     *
     * @throws ProblemException {@code port-in-use} where another service listens there (SVC-3)
     */
    Optional<Versioned> replace(ServicePolicy policy, long version) {
        return Optional.ofNullable(transaction.execute(_ -> {
            // One change at a time, so that two of them cannot take one port together.
            jdbc.sql("select pg_advisory_xact_lock(hashtext('service_policy'))")
                    .query()
                    .singleRow();
            PortHolders.of(all().values().stream().map(Versioned::policy).toList())
                    .requireFree(policy);
            int written = jdbc.sql("update service_policy set version = version + 1, document = :document"
                            + " where id = :id and version = :version")
                    .param("id", policy.id())
                    .param("version", version)
                    .param("document", seal(policy))
                    .update();
            if (written == 0) {
                return null;
            }
            published(policy);
            return new Versioned(version + 1, policy);
        }));
    }

    private void published(ServicePolicy policy) {
        ipGroups.replaceUses(
                "service " + policy.id(), GroupReferences.named(policy.allowedGroup(), policy.perAddressExempt()));
        outbox.add(Topics.POLICY_SERVICES, policy.id(), policy);
    }

    private byte[] seal(ServicePolicy policy) {
        return sealer.seal(ClassKey.CONFIG, codec.encode(policy, ServicePolicy.class), "service_policy", policy.id());
    }

    private ServicePolicy open(String id, byte[] sealed) {
        return codec.decode(sealer.open(ClassKey.CONFIG, sealed, "service_policy", id), ServicePolicy.class);
    }

    /** A policy in one version. */
    record Versioned(long version, ServicePolicy policy) {}
}
