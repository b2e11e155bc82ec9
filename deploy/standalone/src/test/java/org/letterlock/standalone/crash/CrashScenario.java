package org.letterlock.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.standalone.command.Command;
import org.letterlock.standalone.control.RunState;
import org.letterlock.standalone.demo.Demo;
import org.letterlock.standalone.demo.InstallationTrust;
import org.letterlock.standalone.suite.Door;
import org.letterlock.testkit.FakeDns;

/**
 * The whole suite is killed again and again while letters come in. Takes minutes, so it is run by {@code dev/crash-test} and
 * not with the other tests. {@code -Dcrash.kills}, {@code -Dcrash.seed} set its length and its course.
 */
class CrashScenario {
    private static final int KILLS = Integer.getInteger("crash.kills", 20);
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime());
    private static final int CONNECTIONS = 20;
    private static final int USERS = 10;
    private static final String DOMAIN = "demo.test";
    private static final String PASSWORD = "Crash-Proof-4-Letters";
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(5);

    /** Stays for who wants to look into it. */
    private final Path temporary =
            Path.of("target", "crash-test-" + ProcessHandle.current().pid()).toAbsolutePath();

    private final Map<String, LetterSender.Letter> accepted = new ConcurrentHashMap<>();
    private final FakeDns dns = FakeDns.start();
    private RemoteServer remote;
    private SuiteProcess suite;
    private SSLContext tls;

    @BeforeEach
    void startSuiteWithUsers() throws Exception {
        remote = new RemoteServer();
        var data = temporary.resolve("data");
        suite = SuiteProcess.start(data, List.of("--dns", dns.address(), "--host-name", "mail.crash.test"));
        new Demo(new Command.Demo(data, DOMAIN, USERS, PASSWORD), System.out).run();
        tls = InstallationTrust.of(data.resolve("tls/ca.pem"));
        Routes.toRemote(data, tls, remote.port());
    }

    @AfterEach
    void stop() throws Exception {
        suite.stop();
        remote.close();
        dns.close();
    }

    @Test
    @Tag("SYS-3")
    void everyLetterAnswered250ArrivesOnce() throws Exception {
        var random = new Random(SEED);
        var senders = startSenders();
        List<Duration> restarts = new ArrayList<>();

        for (int kill = 1; kill <= KILLS; kill++) {
            Thread.sleep(random.nextInt(500, 6000));
            suite.kill();
            restarts.add(suite.startAgain());
            System.out.printf(
                    "kill %d: %d letters accepted so far, ready again after %d ms%n",
                    kill, accepted.size(), restarts.getLast().toMillis());
        }
        Thread.sleep(3000);
        senders.forEach(LetterSender::stop);
        awaitRemote();

        assertThat(accepted).as("seed %d", SEED).hasSizeGreaterThan(KILLS);
        assertThat(inMailboxes()).as("seed %d", SEED).satisfies(found -> {
            assertThat(found.keySet()).containsAll(accepted.keySet());
            assertThat(found.values()).containsOnly(1);
        });
    }

    private List<LetterSender> startSenders() {
        var recipients = IntStream.rangeClosed(2, USERS)
                .mapToObj(i -> "u" + i + "@" + DOMAIN)
                .toList();
        var senders = IntStream.rangeClosed(1, CONNECTIONS)
                .mapToObj(number -> new LetterSender(
                        number, this::submissionPort, tls, "u1@" + DOMAIN, PASSWORD, recipients, accepted))
                .toList();
        senders.forEach(sender -> Thread.ofVirtual().start(sender));
        return senders;
    }

    private int submissionPort() {
        // While nothing runs, port 1: nobody listens there.
        return RunState.find(temporary.resolve("data"))
                .map(state -> state.doors().of(Door.SMTPS))
                .orElse(1);
    }

    private void awaitRemote() throws Exception {
        long deadline = System.nanoTime() + SETTLE_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            if (remote.letters().keySet().containsAll(accepted.keySet())
                    && inMailboxes().keySet().containsAll(accepted.keySet())) {
                return;
            }
            Thread.sleep(500);
        }
        assertThat(remote.letters().keySet())
                .as("remote deliveries, seed %d", SEED)
                .containsAll(accepted.keySet());
    }

    private Map<String, Integer> inMailboxes() throws Exception {
        int port = suite.state().doors().of(Door.IMAPS);
        var all = new HashMap<String, Integer>();
        for (int user = 2; user <= USERS; user++) {
            MailboxLetters.count(port, tls, "u" + user + "@" + DOMAIN, PASSWORD)
                    .forEach((letter, count) -> all.merge(letter, count, Integer::sum));
        }
        return all;
    }
}
