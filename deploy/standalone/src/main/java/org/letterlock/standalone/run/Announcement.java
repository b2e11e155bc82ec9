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
import java.util.Map;
import java.util.Optional;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.control.RunState;
import org.letterlock.standalone.data.DataDirectory;
import org.letterlock.standalone.data.HostName;
import org.letterlock.standalone.suite.Door;
import org.letterlock.standalone.suite.Ports;

/** Tells the operator, and the other commands, that the suite serves and where. */
final class Announcement {
    private final DataDirectory data;
    private final HostName hostName;
    private final Ports ports;
    private final Path authority;
    private final PrintStream output;
    private final Clock clock;

    /** @param authority the certificate that clients may trust */
    Announcement(DataDirectory data, HostName hostName, Ports ports, Path authority, PrintStream output, Clock clock) {
        this.data = data;
        this.hostName = hostName;
        this.ports = ports;
        this.authority = authority;
        this.output = output;
        this.clock = clock;
    }

    /** @param internalPorts the loopback HTTP port of each service, by its name */
    void of(Map<String, Integer> internalPorts) {
        ports.awaitOpen();
        // Of the JVM: the process may have been a shell before, and have built the suite first.
        var startedAt =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        new RunState(ProcessHandle.current().pid(), startedAt, hostName, ports, internalPorts).write(data.path());
        output.println("ready after " + seconds(Duration.between(startedAt, clock.instant())));
        output.println("  host name    " + hostName.text());
        for (Door door : Door.values()) {
            output.printf(
                    "  %-12s port %-6d %s%n",
                    door,
                    ports.of(door),
                    ports.isOpen(door) ? door.purpose() : "closed, see /api/v1/services and the log");
        }
        output.println(
                "  admin URL    https://localhost:" + ports.of(Door.ADMIN) + "/  (authority: " + authority + ")");
        oneTimePassword()
                .ifPresent(password -> output.println("  admin login  user admin, one-time password " + password));
        output.println("  data         " + data.path());
        output.println("Ctrl-C or letterlock stop drains and stops");
        output.flush();
    }

    /** Told at the start that made it, and never again. */
    private Optional<String> oneTimePassword() {
        if (!data.isFresh() || Files.notExists(data.oneTimePasswordFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(data.oneTimePasswordFile()).strip());
        } catch (IOException e) {
            throw new LauncherException(data.oneTimePasswordFile() + " cannot be read: " + e, e);
        }
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
