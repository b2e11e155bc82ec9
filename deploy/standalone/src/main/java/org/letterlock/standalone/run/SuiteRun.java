package org.letterlock.standalone.run;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.control.RunState;
import org.letterlock.standalone.data.DataDirectory;
import org.letterlock.standalone.suite.Door;
import org.letterlock.standalone.suite.Ports;
import org.letterlock.standalone.suite.Suite;
import org.letterlock.standalone.suite.SuiteSettings;
import org.slf4j.LoggerFactory;

/** Runs the suite in this process from the start to the signal that ends it. */
public final class SuiteRun {
    private static final Duration DOORS_LIMIT = Duration.ofSeconds(5);
    private static final Duration DOOR_POLL = Duration.ofMillis(20);

    private final SuiteSettings settings;
    private final PrintStream output;
    private final Clock clock;
    private volatile AotTraining.Handle training = () -> {}; // written by the starting thread, read by the draining one

    public SuiteRun(SuiteSettings settings, PrintStream output, Clock clock) {
        this.settings = settings;
        this.output = output;
        this.clock = clock;
    }

    /**
     * Starts and serves; the process ends with status 0 after the signal to end, when everything has ended in order.
     *
     * @throws LauncherException when the suite does not start; what had been started has ended again
     */
    public void untilStopped() {
        var ports = requirePossible();
        try (var data = DataDirectory.open(settings.data())) {
            SuiteLog.into(data.logs());
            RunState.remove(data.path()); // what a killed run has left
            output.println((data.isFresh() ? "installing into " : "starting on ") + data.path() + " …");
            var suite = Suite.prepare(data, settings, ports, clock.instant());
            var drain = new Thread(() -> drain(suite, data.path()), "drain");
            Runtime.getRuntime().addShutdownHook(drain);
            start(suite, drain);
            announce(suite, data);
            training = AotTraining.begin(data.path());
            awaitTheEnd();
        }
    }

    /** Looks before anything is changed. */
    private Ports requirePossible() {
        DataDirectory.requireUsable(settings.data());
        var ports = Ports.choose(settings.ports());
        ports.requireFree();
        return ports;
    }

    private static void start(Suite suite, Thread drain) {
        try {
            suite.start();
        } catch (RuntimeException e) {
            if (isEnding(drain)) {
                awaitTheEnd(); // told to stop while starting: that is no failure
            }
            LoggerFactory.getLogger(SuiteRun.class).debug("the suite did not start", e);
            suite.close();
            throw StartFailure.inOneLine(e);
        }
    }

    private static boolean isEnding(Thread drain) {
        try {
            Runtime.getRuntime().removeShutdownHook(drain);
            return false;
        } catch (IllegalStateException _) {
            return true;
        }
    }

    /** The process ends by a signal; until then this thread has nothing to do. */
    private static void awaitTheEnd() {
        while (true) {
            LockSupport.park();
        }
    }

    private void drain(Suite suite, Path data) {
        var begin = clock.instant();
        RunState.remove(data);
        training.close();
        suite.close();
        output.println("stopped after " + seconds(Duration.between(begin, clock.instant())));
        output.flush();
        Runtime.getRuntime().halt(0); // else the status would be that of the signal
    }

    /** A door opens when its settings have arrived. One that an administrator has closed stays so: no reason to wait long. */
    private static void awaitDoors(Ports ports) {
        long deadline = System.nanoTime() + DOORS_LIMIT.toNanos();
        for (Door door : Door.values()) {
            while (!ports.isOpen(door) && System.nanoTime() < deadline) {
                LockSupport.parkNanos(DOOR_POLL.toNanos());
            }
        }
    }

    private void announce(Suite suite, DataDirectory data) {
        awaitDoors(suite.ports());
        // Of the JVM: the process may have been a shell before, and have built the suite first.
        var startedAt =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        new RunState(ProcessHandle.current().pid(), startedAt, suite.hostName(), suite.ports(), suite.internalPorts())
                .write(data.path());
        output.println("ready after " + seconds(Duration.between(startedAt, clock.instant())));
        output.println("  host name    " + suite.hostName().text());
        for (Door door : Door.values()) {
            output.printf(
                    "  %-12s port %-6d %s%n",
                    door,
                    suite.ports().of(door),
                    suite.ports().isOpen(door) ? door.purpose() : "closed, see /api/v1/services and the log");
        }
        output.println("  admin URL    https://localhost:" + suite.ports().of(Door.ADMIN) + "/  (authority: "
                + suite.certificateAuthority() + ")");
        oneTimePassword(data)
                .ifPresent(password -> output.println("  admin login  user admin, one-time password " + password));
        output.println("  data         " + data.path());
        output.println("Ctrl-C or letterlock stop drains and stops");
        output.flush();
    }

    /** Told at the start that made it, and never again. */
    private static Optional<String> oneTimePassword(DataDirectory data) {
        if (!data.isFresh() || Files.notExists(data.oneTimePasswordFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(data.oneTimePasswordFile()).strip());
        } catch (IOException e) {
            throw new LauncherException(data.oneTimePasswordFile() + " cannot be read: " + e, e);
        }
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
