package org.letterlock.ingress.smtp.listener;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.letterlock.netty.listener.FrontEnd;
import org.letterlock.netty.listener.Listener;
import org.letterlock.netty.listener.ListenerSettings;
import org.letterlock.netty.listener.Transport;
import org.letterlock.service.StartPhase;
import org.springframework.context.SmartLifecycle;

/** The three ports; open from the start of the context to its end, as far as the service policies allow. */
public final class SmtpListeners implements SmartLifecycle {
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final Duration drain;
    private volatile boolean running;

    /** Listeners that do nothing until they are started. */
    SmtpListeners(SmtpSettings settings, Listener.Surroundings surroundings, FrontEnd frontEnd) {
        this.drain = settings.drain();
        add("smtp", settings.ports().smtp(), 25, Transport.CLEAR, settings, surroundings, frontEnd);
        add("submission", settings.ports().submission(), 587, Transport.CLEAR, settings, surroundings, frontEnd);
        add("smtps", settings.ports().smtps(), 465, Transport.IMPLICIT_TLS, settings, surroundings, frontEnd);
    }

    /** Number of the open port of a service; empty while it is closed. */
    public OptionalInt port(String service) {
        return Objects.requireNonNull(listeners.get(service), service).port();
    }

    @Override
    public void start() {
        listeners.values().forEach(Listener::start);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        listeners.values().parallelStream().forEach(listener -> listener.stop(drain));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return StartPhase.LISTENERS;
    }

    private void add(
            String service,
            int port,
            int standardPort,
            Transport transport,
            SmtpSettings settings,
            Listener.Surroundings surroundings,
            FrontEnd frontEnd) {
        listeners.put(
                service,
                new Listener(
                        new ListenerSettings(service, settings.address(), port, standardPort, transport),
                        surroundings,
                        frontEnd));
    }
}
