package org.letterlock.service.kafka;

import java.util.concurrent.CompletionStage;

/** Asks for decisions of one kind. Safe for use by any thread; does not block. */
@FunctionalInterface
public interface Requester<Q, A> {
    /**
     * Asks. The stage fails with {@link NoAnswerException} when there is no answer by the exchange's deadline: that is a
     * temporary failure and never a permission. It completes on a thread of the Kafka client or of the timer, which dependent
     * stages must not block.
     *
     * @param key requests of one key are answered in their order
     */
    CompletionStage<A> ask(String key, Q request);
}
