package org.letterlock.service.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.session.LiveSession;
import org.letterlock.contracts.session.SessionCommand;
import org.letterlock.contracts.session.SessionHolder;
import org.letterlock.contracts.session.SessionReport;
import org.letterlock.service.StartPhase;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.TopicPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Answers for the sessions of this replica (SESS-1, SESS-2). Sessions are asked for when somebody wants to see them: a login
 * costs the broker nothing, last activity is true at the moment of the question, and of a replica that died nothing stays
 * behind that would have to be cleaned up. That an asker knows how many answers to wait for, each replica says every
 * {@link #BEAT} that it is there.
 */
public final class SessionDesk implements SmartLifecycle {
    /** How often a replica says that it is there. */
    public static final Duration BEAT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(SessionDesk.class);
    /** Sessions of one record: some hundred octets each, so it stays far below what a broker takes. */
    private static final int PART = 500;

    private final UUID replica;
    private final String component;
    private final SessionHolder holder;
    private final TopicPublisher publisher;
    private @Nullable ScheduledExecutorService beat; // guarded by this; null unless running

    /**
     * A desk that answers once the application context is started.
     *
     * @param component such as {@code smtp-ingress}
     */
    public SessionDesk(
            UUID replica, String component, SessionHolder holder, Consumers consumers, TopicPublisher publisher) {
        this.replica = replica;
        this.component = component;
        this.holder = holder;
        this.publisher = publisher;
        consumers.listen(Topics.SESSION_COMMANDS, records -> records.forEach(record -> obey(record.value())));
    }

    private void obey(SessionCommand command) {
        try {
            switch (command) {
                case SessionCommand.Report(UUID request, var which) -> answer(request, holder.find(which));
                case SessionCommand.End(UUID request, var which) -> answer(request, holder.end(which));
                case SessionCommand.EndCredential(UUID request, UUID credential) ->
                    answer(request, holder.endOpenedBy(credential));
            }
        } catch (RuntimeException e) { // the edge of the consumer: who asked is told by the missing answer
            LOG.error("a question about sessions could not be answered", e);
        }
    }

    private void answer(UUID request, List<LiveSession> sessions) {
        List<List<LiveSession>> parts = new ArrayList<>();
        for (int start = 0; start < sessions.size(); start += PART) {
            parts.add(sessions.subList(start, Math.min(sessions.size(), start + PART)));
        }
        if (parts.isEmpty()) {
            parts.add(List.of());
        }
        for (int i = 0; i < parts.size(); i++) {
            say(new SessionReport.Sessions(replica, request, i == parts.size() - 1, parts.get(i)));
        }
    }

    private void bePresent() {
        try {
            say(new SessionReport.Present(replica, component, false));
        } catch (RuntimeException e) { // the edge of the job: the next beat may do better
            LOG.warn("could not say that sessions are held here: {}", e.toString());
        }
    }

    private void say(SessionReport report) {
        publisher.publish(Topics.SESSION_REPORTS, replica.toString(), report).exceptionally(failure -> {
            LOG.warn("what sessions there are could not be told: {}", failure.toString());
            return null;
        });
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(component + "-sessions").factory());
        var _ = timer.scheduleAtFixedRate(this::bePresent, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
        beat = timer;
    }

    @Override
    public synchronized void stop() {
        ScheduledExecutorService timer = beat;
        if (timer != null) {
            timer.shutdown();
            beat = null;
            say(new SessionReport.Present(replica, component, true));
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return beat != null;
    }

    @Override
    public int getPhase() {
        return StartPhase.LISTENERS;
    }
}
