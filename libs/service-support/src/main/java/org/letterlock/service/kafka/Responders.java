package org.letterlock.service.kafka;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.letterlock.contracts.Exchange;

/**
 * Answers requests of other services. Handlers are declared before the application context is started and called once it is
 * and until it stops. A request past its deadline is dropped; how many are in work at once is limited, further ones wait in
 * the topic. A handler that fails gives a {@link NoAnswerException} on the asking side at once.
 */
public interface Responders {
    /** Answers with a handler that does not block; it is called on the consumer's thread, in the order of each key. */
    <Q, A> void answer(Exchange<Q, A> exchange, Function<Q, ? extends CompletionStage<A>> handler);

    /** Answers with a handler that may block; it is called on a virtual thread, requests of one key perhaps at once. */
    <Q, A> void answerBlocking(Exchange<Q, A> exchange, Function<Q, A> handler);
}
