package org.letterlock.admin.setting;

import java.util.Optional;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Settings in PostgreSQL, sealed, published with each change. Safe for use by any thread. */
public final class SettingStore {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Sealer sealer;
    private final Outbox outbox;
    private final RecordCodec codec;
    private final IpGroupStore ipGroups;

    /** A document in one version. */
    public record Versioned<D>(long version, D document) {}

    SettingStore(
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

    /** Stores and publishes the initial document, unless there is one. */
    public <D> void addInitial(Setting<D> setting) {
        transaction.executeWithoutResult(_ -> {
            int added = jdbc.sql("insert into setting (name, version, document) values (:name, 1, :document)"
                            + " on conflict (name) do nothing")
                    .param("name", setting.name())
                    .param("document", seal(setting, setting.initial()))
                    .update();
            if (added == 1) {
                publish(setting, setting.initial());
            }
        });
    }

    /** The document that holds. */
    public <D> Versioned<D> read(Setting<D> setting) {
        return jdbc.sql("select version, document from setting where name = :name")
                .param("name", setting.name())
                .query((row, _) -> new Versioned<>(row.getLong("version"), open(setting, row.getBytes("document"))))
                .single();
    }

    /** Replaces the document that has that version; empty where it has changed meanwhile. */
    public <D> Optional<Versioned<D>> replace(Setting<D> setting, D document, long version) {
        return Optional.ofNullable(transaction.execute(_ -> {
            int written = jdbc.sql("update setting set version = version + 1, document = :document"
                            + " where name = :name and version = :version")
                    .param("name", setting.name())
                    .param("version", version)
                    .param("document", seal(setting, document))
                    .update();
            if (written == 0) {
                return null;
            }
            publish(setting, document);
            return new Versioned<>(version + 1, document);
        }));
    }

    private <D> void publish(Setting<D> setting, D document) {
        ipGroups.replaceUses(setting.user(), setting.groups().apply(document));
        outbox.add(setting.topic(), setting.name(), document);
    }

    private <D> byte[] seal(Setting<D> setting, D document) {
        return sealer.seal(
                ClassKey.CONFIG, codec.encode(document, setting.topic().recordType()), "setting", setting.name());
    }

    private <D> D open(Setting<D> setting, byte[] sealed) {
        return codec.decode(
                sealer.open(ClassKey.CONFIG, sealed, "setting", setting.name()),
                setting.topic().recordType());
    }
}
