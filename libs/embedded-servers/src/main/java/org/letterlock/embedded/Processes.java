package org.letterlock.embedded;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the small programs that the servers need. */
final class Processes {
    private Processes() {}

    /** Whether the program exists and succeeds. */
    static boolean succeeds(List<String> command) {
        try {
            return exitOf(new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start())
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /** Waits for the end, whose exit code it returns. */
    static int exitOf(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + process + " ran", e);
        }
    }

    /** Waits until the process has ended, at most so long; tells whether it has. */
    static boolean endsWithin(long milliseconds, Process process) {
        try {
            return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
