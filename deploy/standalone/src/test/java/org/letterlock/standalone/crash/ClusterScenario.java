package org.letterlock.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.standalone.command.Command;
import org.letterlock.standalone.demo.Demo;
import org.letterlock.standalone.demo.InstallationTrust;
import org.letterlock.standalone.suite.Door;
import org.letterlock.standalone.suite.Part;
import org.letterlock.testkit.FakeDns;

/**
 * What fails when each service is a process of its own: the broker does not answer or is killed, a service is killed, the
 * launcher is. Run by {@code dev/crash-test}.
 */
class ClusterScenario {
    private static final String BROKER = "kafka-broker";
    private static final String DOMAIN = "demo.test";
    private static final String READER = "u2@" + DOMAIN;
    private static final String PASSWORD = "Crash-Proof-4-Letters";
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(2);
    private static final int LETTERS = 10;

    private final FakeDns dns = FakeDns.start();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Path data = Path.of(
                    "target", "cluster-" + ProcessHandle.current().pid() + "-" + System.nanoTime(), "data")
            .toAbsolutePath();
    private SuiteProcess suite;
    private SSLContext tls;

    @BeforeEach
    void start() throws Exception {
        suite = SuiteProcess.startCluster(data, List.of("--dns", dns.address(), "--host-name", "mail.crash.test"));
        new Demo(new Command.Demo(data, DOMAIN, 2, PASSWORD), System.out).run();
        tls = InstallationTrust.of(data.resolve("tls/ca.pem"));
        assertThat(sendAll("before")).allMatch(reply -> reply.startsWith("250"));
    }

    @AfterEach
    void stop() throws Exception {
        suite.stop();
        dns.close();
    }

    @Test
    @Tag("SYS-4")
    void whileTheBrokerDoesNotAnswerMailIsRefusedForNow() throws Exception {
        var broker = Long.toString(suite.part(BROKER).pid());

        Signals.send(broker, "STOP");
        List<String> replies;
        try {
            replies = sendAll("unreachable");
        } finally {
            Signals.send(broker, "CONT");
        }

        assertThat(replies).allMatch(reply -> reply.startsWith("451 4.3.0"));
        goesOnByItself();
    }

    @Test
    @Tag("SYS-4")
    void aKilledBrokerIsStartedAgainAndNothingIsLost() throws Exception {
        suite.part(BROKER).destroyForcibly();
        sendAll("after-the-kill");

        goesOnByItself();
    }

    @Test
    @Tag("SYS-3")
    void eachKilledServiceIsStartedAgainAndNothingIsLost() throws Exception {
        for (Part part : Part.values()) {
            suite.part(part.serviceName()).destroyForcibly();
            sendAll("without-" + part.serviceName());
        }

        goesOnByItself();
    }

    @Test
    @Tag("SYS-3")
    void allProcessesEndWithAKilledLauncherAndTheNextOneGoesOn() throws Exception {
        var names = Stream.concat(Stream.of(BROKER), Stream.of(Part.values()).map(Part::serviceName))
                .toList();
        List<ProcessHandle> processes = new ArrayList<>();
        for (String name : names) {
            processes.add(suite.part(name));
        }

        suite.kill();

        for (ProcessHandle process : processes) {
            process.onExit().get(15, TimeUnit.SECONDS);
        }
        suite.startAgain();
        goesOnByItself();
    }

    /** Mail is taken again, without anybody's doing, and all that was ever accepted arrives once. */
    private void goesOnByItself() throws Exception {
        long deadline = System.nanoTime() + SETTLE_LIMIT.toNanos();
        List<String> replies;
        int round = 0;
        do {
            Thread.sleep(500);
            replies = sendAll("afterwards-" + round++);
        } while (!replies.stream().allMatch(reply -> reply.startsWith("250")) && System.nanoTime() < deadline);
        assertThat(replies).allMatch(reply -> reply.startsWith("250"));
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
        assertThat(found.values()).allMatch(count -> count == 1);
    }

    private List<String> sendAll(String name) {
        int port = suite.state().doors().of(Door.SMTP);
        Map<String, String> replies = new ConcurrentHashMap<>();
        try (var senders = Executors.newFixedThreadPool(LETTERS)) {
            for (int i = 0; i < LETTERS; i++) {
                var mark = name + "-" + i;
                senders.submit(() -> {
                    replies.put(mark, StrangerMail.sendOrSay(port, READER, mark));
                });
            }
        }
        replies.forEach((mark, reply) -> {
            if (reply.startsWith("250")) {
                accepted.add(mark);
            }
        });
        System.out.println(name + ": "
                + replies.values().stream()
                        .map(reply -> reply.replaceAll(" Ok: queued as .*", ""))
                        .distinct()
                        .toList());
        return List.copyOf(replies.values());
    }
}
