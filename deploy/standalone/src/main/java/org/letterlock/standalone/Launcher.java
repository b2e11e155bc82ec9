package org.letterlock.standalone;

import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import org.letterlock.standalone.command.Command;
import org.letterlock.standalone.command.CommandLine;
import org.letterlock.standalone.control.BreakGlassCommand;
import org.letterlock.standalone.control.RunningSuite;
import org.letterlock.standalone.demo.Demo;
import org.letterlock.standalone.run.ClusterRun;
import org.letterlock.standalone.run.SuiteRun;
import org.letterlock.standalone.run.TrainingRun;

/** The entry of the standalone suite: does what the command line says. Status 0 is success, 1 a failure told in one line. */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] arguments) {
        // The services start beside each other; each would set logging up anew, under the feet of the others.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        int status;
        try {
            status = execute(CommandLine.parse(List.of(arguments)), System.out);
        } catch (LauncherException e) {
            System.err.println("letterlock: " + e.getMessage());
            status = 1;
        } catch (RuntimeException | Error e) { // the edge: threads of a half started suite would keep the process alive
            System.err.println("letterlock: internal error: " + e);
            e.printStackTrace();
            status = 1;
        }
        System.out.flush();
        System.exit(status);
    }

    private static int execute(Command command, PrintStream output) {
        return switch (command) {
            case Command.Run(var settings) -> {
                new SuiteRun(settings, output, Clock.systemUTC()).untilStopped();
                yield 0;
            }
            case Command.Cluster(var settings) -> {
                new ClusterRun(settings, output, Clock.systemUTC()).untilStopped();
                yield 0;
            }
            case Command.Train(Path data) -> {
                new TrainingRun(data, output, Clock.systemUTC()).once();
                yield 0;
            }
            case Command.Stop(Path data) -> {
                new RunningSuite(data, Clock.systemUTC()).stop(output);
                yield 0;
            }
            case Command.Status(Path data) -> new RunningSuite(data, Clock.systemUTC()).printStatus(output) ? 0 : 3;
            case Command.Demo demo -> {
                new Demo(demo, output).run();
                yield 0;
            }
            case Command.ResetAdministrator(Path data, String account) -> {
                new BreakGlassCommand(data, InstantSource.system(), new SecureRandom()).reset(account, output);
                yield 0;
            }
            case Command.Help() -> {
                output.println("usage: letterlock run | status | stop | demo | admin reset | cluster [OPTIONS]");
                yield 0;
            }
        };
    }
}
