package org.letterlock.standalone.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.command.Command;
import org.letterlock.standalone.control.RunState;
import org.letterlock.standalone.suite.Door;

/**
 * Hands in as many messages as it takes for the JVM to learn which code is hot. What it has learned goes into the AOT
 * cache (JEP 515), so that the next start compiles that code sooner.
 */
public final class Rehearsal {
    private static final int SENDERS = 4;
    private static final int MESSAGES_EACH = 400;
    private static final int BODY_LINES = 140;

    private final Command.Demo demo;

    /** @param demo the demo that was run before: its users send, its password opens */
    public Rehearsal(Command.Demo demo) {
        this.demo = demo;
    }

    /** Sends it all, from the first user to the second. */
    public void run() {
        var state =
                RunState.find(demo.data()).orElseThrow(() -> new LauncherException("nothing runs on " + demo.data()));
        try (var senders = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("rehearsal-", 0).factory())) {
            var submission = new Submission(state.doors().of(Door.SMTPS), trust(demo.data()));
            List<Future<?>> running = IntStream.range(0, SENDERS)
                    .<Future<?>>mapToObj(_ -> senders.submit(() -> sendMany(submission)))
                    .toList();
            for (var each : running) {
                each.get();
            }
        } catch (IOException | ExecutionException e) {
            throw new LauncherException("the rehearsal failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }

    private static SSLContext trust(Path data) throws IOException {
        return InstallationTrust.of(data.resolve("tls/ca.pem"));
    }

    private Void sendMany(Submission submission) throws IOException {
        var from = "u1@" + demo.domain();
        var to = "u2@" + demo.domain();
        var message = "From: <" + from + ">\r\nTo: <" + to + ">\r\nSubject: A rehearsal\r\n\r\n"
                + "All the world's a stage, and all the messages merely players.\r\n".repeat(BODY_LINES);
        for (int i = 0; i < MESSAGES_EACH; i++) {
            submission.send(from, demo.password(), List.of(to), message);
        }
        return null;
    }
}
