package org.letterlock.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.standalone.command.Command;
import org.letterlock.standalone.demo.Demo;
import org.letterlock.standalone.demo.InstallationTrust;
import org.letterlock.standalone.suite.Door;
import org.letterlock.testkit.FakeDns;

/**
 * What the suite stands on fails: the database stops, the disk is full, a flush is refused. Nothing that was answered 250 may
 * be lost, nothing may come twice, and the suite goes on by itself or after a restart. Run by {@code dev/crash-test}.
 */
class FaultScenario {
    private static final String DOMAIN = "demo.test";
    private static final String READER = "u2@" + DOMAIN;
    private static final String PASSWORD = "Crash-Proof-4-Letters";
    private static final int SENDERS = 10;
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(3);

    private final FakeDns dns = FakeDns.start();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private Path data;
    private SuiteProcess suite;
    private SSLContext tls;

    @AfterEach
    void stop() throws Exception {
        suite.stop();
        dns.close();
    }

    @Test
    @Tag("SYS-4")
    void mailIsAcceptedWhilePostgresIsStoppedAndArrivesAfterwards() throws Exception {
        start("postgres-stopped", Map.of());

        Signals.toPostgres(data, "STOP");
        var replies = sendAll("while-stopped", 20);
        Thread.sleep(30_000);
        Signals.toPostgres(data, "CONT");

        assertThat(replies).allMatch(reply -> reply.startsWith("250"));
        awaitAllOnce();
    }

    @Test
    void aKilledPostgresIsStartedAgain() throws Exception {
        start("postgres-killed", Map.of());

        Signals.toPostgres(data, "KILL");
        sendAll("after-the-kill", 20);

        awaitAllOnce();
    }

    @Test
    @Tag("SYS-3")
    void aThousandWaitingLettersDoNotDelayARestart() throws Exception {
        start("thousand", Map.of());
        Signals.toPostgres(data, "STOP");
        assertThat(sendAll("waiting", 1000)).allMatch(reply -> reply.startsWith("250"));
        suite.kill();
        Signals.toPostgres(data, "KILL");

        var restart = suite.startAgain();

        System.out.println(
                "with " + accepted.size() + " letters waiting, ready again after " + restart.toMillis() + " ms");
        assertThat(accepted).hasSize(1000);
        awaitAllOnce();
    }

    @Test
    void aRefusedFlushIsNoAcceptance() throws Exception {
        var refuse = Path.of("target", "refuse-flush-" + ProcessHandle.current().pid())
                .toAbsolutePath();
        start("flush", Map.of("LD_PRELOAD", FailingFlush.library().toString(), "REFUSE_FLUSH", refuse.toString()));
        sendAll("before", 10);
        Files.createFile(refuse);

        var replies = sendAll("refused", 10);

        assertThat(replies).noneMatch(reply -> reply.startsWith("250"));
        Files.delete(refuse);
        suite.kill();
        suite.startAgain();
        sendAll("after", 10);
        awaitAllOnce();
    }

    @Test
    void onAFullDiskMailIsRefusedForNowAndReadingGoesOn() throws Exception {
        var disk = directory("disk");
        Files.createDirectories(disk);
        assumeTrue(succeeds("mount", "-t", "tmpfs", "-o", "size=900m", "tmpfs", disk.toString()), "needs root");
        try {
            start("disk", Map.of());
            assertThat(sendAll("before", 5)).allMatch(reply -> reply.startsWith("250"));
            awaitAllOnce();
            var filler = disk.resolve("filler");
            long size = Files.getFileStore(disk).getUsableSpace() - (100L << 20);
            assertThat(succeeds("fallocate", "-l", Long.toString(size), filler.toString()))
                    .isTrue();
            Thread.sleep(1500);

            assertThat(sendAll("full", 5)).allMatch(reply -> reply.startsWith("452 4.3.1"));
            awaitAllOnce();

            Files.delete(filler);
            Thread.sleep(1500);
            assertThat(sendAll("after", 5)).allMatch(reply -> reply.startsWith("250"));
            awaitAllOnce();
            suite.stop();
        } finally {
            succeeds("umount", disk.toString());
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    private static Path directory(String name) {
        return Path.of("target", "fault-" + name + "-" + ProcessHandle.current().pid())
                .toAbsolutePath();
    }

    private void start(String name, Map<String, String> environment) throws Exception {
        data = directory(name).resolve("data");
        suite = SuiteProcess.start(
                data, List.of("--dns", dns.address(), "--host-name", "mail.crash.test"), environment);
        new Demo(new Command.Demo(data, DOMAIN, 2, PASSWORD), System.out).run();
        tls = InstallationTrust.of(data.resolve("tls/ca.pem"));
    }

    /** Sends letters over ten connections at a time, half of what one address may have; remembers those that were answered 250. */
    private List<String> sendAll(String name, int count) throws InterruptedException {
        int port = suite.state().doors().of(Door.SMTP);
        Map<String, String> replies = new ConcurrentHashMap<>();
        try (var senders = Executors.newFixedThreadPool(SENDERS)) {
            IntStream.range(0, count)
                    .mapToObj(i -> name + "-" + i)
                    .forEach(mark -> senders.submit(() -> {
                        replies.put(mark, StrangerMail.sendOrSay(port, READER, mark));
                    }));
        }
        replies.forEach((mark, reply) -> {
            if (reply.startsWith("250")) {
                accepted.add(mark);
            }
        });
        return List.copyOf(replies.values());
    }

    private void awaitAllOnce() throws Exception {
        long deadline = System.nanoTime() + SETTLE_LIMIT.toNanos();
        Map<String, Integer> found = new HashMap<>();
        while (System.nanoTime() < deadline && !found.keySet().containsAll(accepted)) {
            Thread.sleep(500);
            try {
                found = MailboxLetters.count(suite.state().doors().of(Door.IMAPS), tls, READER, PASSWORD);
            } catch (IOException _) {
                // not yet
            }
        }
        assertThat(found.keySet()).containsAll(accepted);
        assertThat(found.entrySet().stream()
                        .filter(letter -> letter.getValue() > 1)
                        .collect(Collectors.toSet()))
                .as("letters that came twice")
                .isEmpty();
    }
}
