package org.letterlock.standalone.control;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.data.DataDirectory;
import org.letterlock.standalone.data.HostName;
import org.letterlock.standalone.suite.Door;
import org.letterlock.standalone.suite.Ports;

/**
 * What a running suite writes down about itself, for the other commands.
 *
 * @param internalPorts the loopback HTTP port of each service, by its name
 */
public record RunState(
        long process, Instant startedAt, HostName hostName, Ports doors, Map<String, Integer> internalPorts) {
    private static final String FILE = "run.properties";

    public RunState {
        internalPorts = Map.copyOf(internalPorts);
    }

    /** The state of the suite that runs on that data; absent when none runs or it has not said yet what it serves. */
    public static Optional<RunState> find(Path data) {
        if (!DataDirectory.isInUse(data)) {
            return Optional.empty();
        }
        var file = data.resolve(FILE);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            var properties = new Properties();
            properties.load(new StringReader(Files.readString(file)));
            return Optional.of(parse(properties));
        } catch (IOException | RuntimeException e) {
            throw new LauncherException(file + " cannot be read: " + e, e);
        }
    }

    private static RunState parse(Properties properties) {
        var doors = new EnumMap<Door, Integer>(Door.class);
        for (Door door : Door.values()) {
            doors.put(door, Integer.valueOf(required(properties, "door." + door)));
        }
        var internal = new TreeMap<String, Integer>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith("service.")) {
                internal.put(name.substring("service.".length()), Integer.valueOf(required(properties, name)));
            }
        }
        return new RunState(
                Long.parseLong(required(properties, "process")),
                Instant.parse(required(properties, "started-at")),
                HostName.parse(required(properties, "host-name")),
                new Ports(doors),
                internal);
    }

    private static String required(Properties properties, String name) {
        var value = properties.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    /** Writes the state, whole or not at all. */
    public void write(Path data) {
        var text = new StringBuilder()
                .append("process=" + process + "\n")
                .append("started-at=" + startedAt + "\n")
                .append("host-name=" + hostName.text() + "\n");
        doors.numbers().forEach((door, port) -> text.append("door." + door + "=" + port + "\n"));
        internalPorts.forEach((service, port) -> text.append("service." + service + "=" + port + "\n"));
        try {
            var beside = data.resolve(FILE + ".new");
            Files.writeString(beside, text, StandardCharsets.UTF_8);
            Files.move(beside, data.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the state: what it says is about to be untrue. */
    public static void remove(Path data) {
        try {
            Files.deleteIfExists(data.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
