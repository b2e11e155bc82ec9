package org.letterlock.standalone.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.letterlock.embedded.EmbeddedBroker;
import org.letterlock.service.ServiceApplication;
import org.letterlock.standalone.suite.Part;
import org.slf4j.LoggerFactory;

/**
 * The entry of a process that the launcher of a cluster starts: the broker, or one service as its own {@code main} would run
 * it. Ends by itself when the launcher is gone, however that ended.
 */
public final class ChildProcess {
    /** The name by which the broker goes among the processes. */
    static final String BROKER = "kafka-broker";

    private static final long ORDERLY_END_SECONDS = 5;

    private ChildProcess() {}

    /** {@code kafka-broker DIRECTORY PORT LOGS}, or the name of a service and its arguments. */
    public static void main(String[] arguments) {
        endWithTheLauncher();
        var name = arguments[0];
        var rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        if (name.equals(BROKER)) {
            serve(Path.of(rest[0]), Integer.parseInt(rest[1]), Path.of(rest[2]));
        } else {
            var part = Part.named(name);
            ServiceApplication.run(part.application(), part.serviceName(), rest);
        }
    }

    private static void serve(Path directory, int port, Path logs) {
        SuiteLog.into(logs, BROKER);
        try {
            var broker = EmbeddedBroker.at(directory).port(port).start();
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "drain"));
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(ChildProcess.class).error("the broker does not start", e);
            Runtime.getRuntime().halt(1); // threads of a half started broker would keep the process alive
        }
    }

    /** Our standard input is a pipe that only the launcher holds: its end is the launcher's end. */
    private static void endWithTheLauncher() {
        Thread.ofPlatform().daemon().name("launcher-watch").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // nobody writes there
                }
            } catch (IOException _) {
                // as good as its end
            }
            Thread.ofPlatform().daemon().name("end").start(() -> System.exit(0));
            try {
                TimeUnit.SECONDS.sleep(ORDERLY_END_SECONDS);
            } catch (InterruptedException _) {
                // then at once
            }
            Runtime.getRuntime().halt(1);
        });
    }
}
