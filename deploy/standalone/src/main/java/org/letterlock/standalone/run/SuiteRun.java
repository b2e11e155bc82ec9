package org.letterlock.standalone.run;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.control.RunState;
import org.letterlock.standalone.data.DataDirectory;
import org.letterlock.standalone.suite.Ports;
import org.letterlock.standalone.suite.Suite;
import org.letterlock.standalone.suite.SuiteSettings;
import org.slf4j.LoggerFactory;

/** Runs the suite in this process from the start to the signal that ends it. */
public final class SuiteRun {
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
            output.println((data.isFresh() ? "installing into " : "starting on ") + data.path() + " ...");
            var suite = Suite.prepare(data, settings, ports, clock.instant());
            var drain = new Thread(() -> drain(suite, data.path()), "drain");
            Runtime.getRuntime().addShutdownHook(drain);
            start(suite, drain);
            new Announcement(data, suite.hostName(), suite.ports(), suite.certificateAuthority(), output, clock)
                    .of(suite.internalPorts());
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
        output.println("stopped after " + Announcement.seconds(Duration.between(begin, clock.instant())));
        output.flush();
        Runtime.getRuntime().halt(0); // else the status would be that of the signal
    }
}
