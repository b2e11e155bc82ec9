package org.letterlock.standalone.suite;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.context.SmartLifecycle;

/**
 * Where a service that starts waits for the broker that starts beside it: before the first part of it that talks to the
 * broker. When the broker has failed, the service fails at once.
 */
final class BrokerWait {
    private final CompletableFuture<Void> broker = new CompletableFuture<>();

    /** Starts the broker; how that ends is what all services wait for. Throws what the start throws. */
    void endWith(Runnable start) {
        try {
            start.run();
            broker.complete(null);
        } catch (RuntimeException | Error e) {
            broker.completeExceptionally(e);
            throw e;
        }
    }

    /** A bean that holds up the start of its context until then. */
    SmartLifecycle ofOneService() {
        return new OneService();
    }

    private final class OneService implements SmartLifecycle {
        private volatile boolean running;

        @Override
        public void start() {
            try {
                var _ = broker.join();
            } catch (CompletionException e) {
                throw new IllegalStateException("the broker did not start", e.getCause());
            }
            running = true;
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return Integer.MIN_VALUE; // before everything else
        }
    }
}
