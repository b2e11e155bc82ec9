package org.letterlock.service.kafka;

import org.letterlock.contracts.Exchange;

/** Makes requesters. All of them must have been made before the application context is started. */
public interface Requesters {
    /** The asking side of an exchange. */
    <Q, A> Requester<Q, A> requester(Exchange<Q, A> exchange);
}
