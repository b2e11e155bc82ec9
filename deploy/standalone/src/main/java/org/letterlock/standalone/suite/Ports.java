package org.letterlock.standalone.suite;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.letterlock.standalone.LauncherException;

/** The port of every door. */
public record Ports(Map<Door, Integer> numbers) {
    private static final int FIRST_UNPRIVILEGED = 1024;
    private static final int SHIFT = 10_000;
    private static final int FIRST_OF_ANY = 12_000;
    private static final int FIRST_EPHEMERAL = 32_768;
    private static final int MAX_TRIES = 10_000;
    private static final List<Path> LISTENERS = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String LISTEN = "0A";
    private static final Duration OPENING_LIMIT = Duration.ofSeconds(5);
    private static final Duration OPENING_POLL = Duration.ofMillis(20);

    public Ports {
        numbers = Map.copyOf(numbers);
        for (Door door : Door.values()) {
            if (!numbers.containsKey(door)) {
                throw new IllegalArgumentException("no port for " + door);
            }
        }
    }

    public int of(Door door) {
        return numbers.getOrDefault(door, door.standardPort());
    }

    /** The ports of that choice. */
    public static Ports choose(PortChoice choice) {
        return switch (choice) {
            case STANDARD -> fixed(0);
            case UNPRIVILEGED -> fixed(SHIFT);
            case ANY -> anyFree();
        };
    }

    private static Ports fixed(int shiftOfPrivileged) {
        var numbers = new EnumMap<Door, Integer>(Door.class);
        for (Door door : Door.values()) {
            int port = door.standardPort();
            numbers.put(door, port < FIRST_UNPRIVILEGED ? port + shiftOfPrivileged : port);
        }
        return new Ports(numbers);
    }

    private static Ports anyFree() {
        var free = anyFree(Door.values().length).iterator();
        var numbers = new EnumMap<Door, Integer>(Door.class);
        for (Door door : Door.values()) {
            numbers.put(door, free.next());
        }
        return new Ports(numbers);
    }

    /**
     * So many different ports that are free now. They lie below those that the kernel gives to sockets without a wish
     * (32 768 and up on Linux), or one might be given away between this choice and the moment its door opens.
     */
    public static List<Integer> anyFree(int count) {
        List<Integer> free = new Random()
                .ints(FIRST_OF_ANY, FIRST_EPHEMERAL)
                .limit(MAX_TRIES)
                .distinct()
                .filter(Ports::isFree)
                .limit(count)
                .boxed()
                .toList();
        if (free.size() < count) {
            throw new LauncherException("there are not " + count + " free ports");
        }
        return free;
    }

    private static boolean isFree(int port) {
        try {
            bind(port).close();
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /**
     * Refuses to start when another program has one of the ports, before anything is started or written.
     *
     * @throws LauncherException that names the door
     */
    public void requireFree() {
        for (Door door : Door.values()) {
            int port = of(door);
            try {
                bind(port).close();
            } catch (IOException e) {
                throw new LauncherException(
                        lacksPrivilege(e)
                                ? "port " + port + " (" + door + ") needs a privilege: start without --standard-ports, "
                                        + "as root, or with CAP_NET_BIND_SERVICE"
                                : "port " + port + " (" + door + ") is taken by another program",
                        e);
            }
        }
    }

    /**
     * Whether somebody listens on the port of that door. The kernel is asked: a connection would show in a log, and to try to
     * bind could get in the way of who is about to listen.
     */
    public boolean isOpen(Door door) {
        var wanted = String.format(":%04X", of(door));
        return LISTENERS.stream().anyMatch(table -> listens(table, wanted));
    }

    /**
     * Waits for the doors. One opens when its settings have arrived, which on the very first start is a moment after the
     * services are up; one that an administrator has closed stays so, hence not for long.
     */
    public void awaitOpen() {
        long deadline = System.nanoTime() + OPENING_LIMIT.toNanos();
        for (Door door : Door.values()) {
            while (!isOpen(door) && System.nanoTime() < deadline) {
                LockSupport.parkNanos(OPENING_POLL.toNanos());
            }
        }
    }

    private static boolean listens(Path table, String port) {
        try (Stream<String> lines = Files.lines(table)) {
            return lines.map(line -> line.strip().split(" +"))
                    .anyMatch(fields -> fields.length > 3 && fields[1].endsWith(port) && fields[3].equals(LISTEN));
        } catch (IOException _) {
            return false; // no IPv6 here
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static boolean lacksPrivilege(IOException failure) {
        return String.valueOf(failure.getMessage()).contains("ermission");
    }
}
