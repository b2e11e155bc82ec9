package org.letterlock.service.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** Tells whether the broker answers. Safe for use by any thread. */
public final class BrokerHealth {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final KafkaClients clients;

    BrokerHealth(KafkaClients clients) {
        this.clients = clients;
    }

    /** Asks the broker; blocks for up to three seconds. */
    public boolean answers() {
        try (Admin admin = clients.admin()) {
            return !admin.describeCluster()
                    .nodes()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
