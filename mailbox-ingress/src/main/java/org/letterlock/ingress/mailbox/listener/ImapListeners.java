package org.letterlock.ingress.mailbox.listener;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.letterlock.netty.listener.Listener;
import org.letterlock.service.StartPhase;
import org.springframework.context.SmartLifecycle;

/** The ports of IMAP: opened last, closed first. */
public final class ImapListeners implements SmartLifecycle {
    private final Listener imap;
    private final Listener imaps;
    private final Duration drain;
    private volatile boolean running;

    ImapListeners(Listener imap, Listener imaps, Duration drain) {
        this.imap = imap;
        this.imaps = imaps;
        this.drain = drain;
    }

    /** Port of the service that begins in clear; empty while it is closed. */
    public OptionalInt imapPort() {
        return imap.port();
    }

    /** Port of the service that begins with TLS; empty while it is closed. */
    public OptionalInt imapsPort() {
        return imaps.port();
    }

    @Override
    public void start() {
        List.of(imap, imaps).forEach(Listener::start);
        running = true;
    }

    @Override
    public void stop() {
        List.of(imap, imaps).parallelStream().forEach(listener -> listener.stop(drain));
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return StartPhase.LISTENERS;
    }
}
