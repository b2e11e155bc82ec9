package org.letterlock.standalone.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.letterlock.standalone.LauncherException;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where the log of the suite goes. Decided once, before the first logger is asked for. */
final class SuiteLog {
    private SuiteLog() {}

    /** Everything that runs in this process, into {@code letterlock.log}. */
    static void into(Path directory) {
        into(directory, "letterlock");
    }

    /** The same into a file of that name. */
    static void into(Path directory, String name) {
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new LauncherException("log directory " + directory + " cannot be made: " + e, e);
        }
        System.setProperty("letterlock.logs", directory.toString());
        System.setProperty("letterlock.log-name", name);
        System.setProperty("logback.configurationFile", "letterlock-logback.xml");
        // Tomcat logs by java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
