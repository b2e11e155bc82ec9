package org.letterlock.standalone.run;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.letterlock.standalone.command.Command;
import org.letterlock.standalone.control.RunState;
import org.letterlock.standalone.data.DataDirectory;
import org.letterlock.standalone.data.HostName;
import org.letterlock.standalone.demo.Demo;
import org.letterlock.standalone.demo.Rehearsal;
import org.letterlock.standalone.suite.PortChoice;
import org.letterlock.standalone.suite.Ports;
import org.letterlock.standalone.suite.Suite;
import org.letterlock.standalone.suite.SuiteSettings;

/** One start, the demo, many messages, one stop: what the AOT cache is to learn. */
public final class TrainingRun {
    private final Path path;
    private final PrintStream output;
    private final Clock clock;

    public TrainingRun(Path path, PrintStream output, Clock clock) {
        this.path = path;
        this.output = output;
        this.clock = clock;
    }

    public void once() {
        var settings =
                new SuiteSettings(path, Optional.of(new HostName("localhost")), Optional.empty(), PortChoice.ANY);
        try (var data = DataDirectory.open(path)) {
            SuiteLog.into(data.logs());
            try (var suite = Suite.prepare(data, settings, Ports.choose(settings.ports()), clock.instant())) {
                suite.start();
                suite.ports().awaitOpen();
                new RunState(
                                ProcessHandle.current().pid(),
                                clock.instant(),
                                suite.hostName(),
                                suite.ports(),
                                suite.internalPorts())
                        .write(path);
                var demo = new Command.Demo(path, "demo.test", 2, "Training-Run-7-Password");
                new Demo(demo, output).run();
                new Rehearsal(demo).run();
            }
        }
    }
}
