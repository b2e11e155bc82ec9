package org.letterlock.netty.session;

/** User event to every connection of a listener that stops: end as soon as the protocol allows, and say why (SVC-5). */
public enum ShutdownNotice {
    LISTENER_STOPS
}
