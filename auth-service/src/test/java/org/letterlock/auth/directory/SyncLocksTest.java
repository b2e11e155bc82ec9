package org.letterlock.auth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.testkit.TestDatabase;
import org.letterlock.testkit.TestServers;
import org.postgresql.ds.PGSimpleDataSource;

@Tag("DIR-6")
class SyncLocksTest {
    private final DomainId domain = new DomainId(UUID.randomUUID());
    private final SyncLocks locks = new SyncLocks(database());

    @Test
    void aLockIsHeldOnceForEachDomain() {
        try (SyncLocks.Held _ = locks.tryAcquire(domain, Duration.ZERO).orElseThrow();
                SyncLocks.Held _ = locks.tryAcquire(new DomainId(UUID.randomUUID()), Duration.ZERO)
                        .orElseThrow()) {
            assertThat(locks.tryAcquire(domain, Duration.ZERO)).isEmpty();
            assertThat(locks.tryAcquire(domain, Duration.ofMillis(50))).isEmpty();
        }

        locks.tryAcquire(domain, Duration.ZERO).orElseThrow().close();
    }

    @Test
    void whoHasPatienceGetsTheLockOfARunThatEnds() throws Exception {
        SyncLocks.Held first = locks.tryAcquire(domain, Duration.ZERO).orElseThrow();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<SyncLocks.Held>> second =
                    threads.submit(() -> locks.tryAcquire(domain, Duration.ofSeconds(30)));

            first.close();

            second.get().orElseThrow().close();
        }
    }

    private static PGSimpleDataSource database() {
        TestDatabase database = TestServers.freshDatabase();
        var source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(database.user());
        source.setPassword(database.password());
        return source;
    }
}
