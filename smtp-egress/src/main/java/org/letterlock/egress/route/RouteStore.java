package org.letterlock.egress.route;

import java.util.Optional;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rules as they are stored: one sealed document. Read for every delivery, so that a change acts at once everywhere. */
public final class RouteStore {
    private static final String NAME = "routes";

    private final JdbcClient jdbc;
    private final Sealer sealer;
    private final RecordCodec codec;

    RouteStore(JdbcClient jdbc, Sealer sealer, RecordCodec codec) {
        this.jdbc = jdbc;
        this.sealer = sealer;
        this.codec = codec;
    }

    /** The rules in one version; version 0 stands for none yet. */
    public record Versioned(long version, Routes routes) {}

    /** The rules in force. */
    public Versioned read() {
        return jdbc.sql("select version, document from setting where name = :name")
                .param("name", NAME)
                .query((row, _) -> new Versioned(row.getLong("version"), open(row.getBytes("document"))))
                .optional()
                .orElse(new Versioned(0, Routes.NONE));
    }

    /** Replaces the rules that have that version; empty where they have changed meanwhile. */
    public Optional<Versioned> replace(long version, Routes routes) {
        byte[] sealed = sealer.seal(ClassKey.CONFIG, codec.encode(routes, Routes.class), "egress.setting", NAME);
        int written = jdbc.sql("""
                        insert into setting (name, version, document) values (:name, :next, :document)
                        on conflict (name) do update set version = :next, document = :document
                        where setting.version = :version""")
                .param("name", NAME)
                .param("version", version)
                .param("next", version + 1)
                .param("document", sealed)
                .update();
        return written == 0 ? Optional.empty() : Optional.of(new Versioned(version + 1, routes));
    }

    private Routes open(byte[] sealed) {
        return codec.decode(sealer.open(ClassKey.CONFIG, sealed, "egress.setting", NAME), Routes.class);
    }
}
