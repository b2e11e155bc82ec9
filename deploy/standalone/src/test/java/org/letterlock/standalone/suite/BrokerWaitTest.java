package org.letterlock.standalone.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BrokerWaitTest {
    private final BrokerWait wait = new BrokerWait();

    @Test
    void aServiceGoesOnWhenTheBrokerIsThere() throws Exception {
        var service = wait.ofOneService();
        var asked = new CountDownLatch(1);
        var start = CompletableFuture.runAsync(() -> {
            asked.countDown();
            service.start();
        });
        asked.await();
        assertThat(service.isRunning()).isFalse();

        wait.endWith(() -> {});

        start.get(10, TimeUnit.SECONDS);
        assertThat(service.isRunning()).isTrue();
    }

    @Test
    void aServiceFailsWithTheBroker() {
        assertThatThrownBy(() -> wait.endWith(() -> {
                    throw new IllegalArgumentException("damaged");
                }))
                .hasMessage("damaged");

        assertThatThrownBy(() -> wait.ofOneService().start()).hasRootCauseMessage("damaged");
    }
}
