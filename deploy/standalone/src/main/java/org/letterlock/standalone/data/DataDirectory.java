package org.letterlock.standalone.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.letterlock.standalone.LauncherException;

/**
 * The directory in which an installation keeps everything, held under a lock while the suite runs. A directory that is not
 * ours, not whole or in use is refused before anything in it is touched.
 */
public final class DataDirectory implements AutoCloseable {
    /** Name of the file with the first password of {@code admin}. */
    public static final String ONE_TIME_PASSWORD = "admin.one-time-password";

    /** Name of the file with the key that everything else is sealed under. */
    public static final String INSTANCE_KEY = "instance.key";

    private static final String MARKER = "letterlock.properties";

    private final Path path;
    private final FileChannel lock;
    private final boolean fresh;
    private final Installation installation;

    private DataDirectory(Path path, FileChannel lock, boolean fresh, Installation installation) {
        this.path = path;
        this.lock = lock;
        this.fresh = fresh;
        this.installation = installation;
    }

    /**
     * Takes the directory, making a new installation in it when it is missing or empty.
     *
     * @throws LauncherException when it belongs to somebody or something else, lacks a part, or is in use
     */
    public static DataDirectory open(Path path) {
        try {
            boolean fresh = !Files.exists(path) || isEmpty(path);
            if (fresh) {
                Files.createDirectories(path);
                // Others may pass, not read: PostgreSQL may have to run as another user than we are.
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
            } else {
                requireOurs(path);
            }
            var lock = lock(path);
            try {
                return fresh
                        ? install(path, lock)
                        : new DataDirectory(path, lock, false, Installation.read(path.resolve(MARKER)));
            } catch (RuntimeException | IOException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LauncherException("data directory " + path + " cannot be used: " + e, e);
        }
    }

    /**
     * Refuses what {@link #open} would refuse, without touching anything.
     *
     * @throws LauncherException as {@link #open} does
     */
    public static void requireUsable(Path path) {
        try {
            if (Files.exists(path) && !isEmpty(path)) {
                requireOurs(path);
                if (isInUse(path)) {
                    throw inUse(path);
                }
            }
        } catch (IOException e) {
            throw new LauncherException("data directory " + path + " cannot be used: " + e, e);
        }
    }

    private static LauncherException inUse(Path path) {
        return new LauncherException("another instance runs on " + path + "; see letterlock status --data " + path);
    }

    /** Whether a suite runs on that directory. */
    public static boolean isInUse(Path path) {
        var file = path.resolve("lock");
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException _) {
            return true;
        } catch (IOException e) {
            throw new LauncherException("data directory " + path + " cannot be read: " + e, e);
        }
    }

    /** The process that holds the directory, while one does. */
    public static OptionalLong user(Path path) {
        try {
            var text = isInUse(path) ? Files.readString(path.resolve("lock")).strip() : "";
            return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        } catch (IOException e) {
            throw new LauncherException("data directory " + path + " cannot be read: " + e, e);
        }
    }

    private static boolean isEmpty(Path path) throws IOException {
        if (!Files.isDirectory(path) || !Files.isReadable(path)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            // A start that was killed early leaves the lock only.
            return entries.allMatch(entry -> entry.endsWith("lock"));
        }
    }

    private static void requireOurs(Path path) throws IOException {
        var owner = Files.getOwner(path).getName();
        if (!Files.isDirectory(path)) {
            throw new LauncherException("data directory " + path + " is not a directory");
        }
        if (!owner.equals(ourselves()) || !Files.isReadable(path) || !Files.isWritable(path)) {
            throw new LauncherException("data directory " + path + " belongs to user " + owner
                    + "; start as that user, or choose another with --data");
        }
        if (Files.notExists(path.resolve(MARKER))) {
            throw new LauncherException(
                    "data directory " + path + " holds files that are not Letterlock's; choose another with --data");
        }
        for (String part : new String[] {"postgresql", "kafka"}) {
            if (Files.notExists(path.resolve(part))) {
                throw new LauncherException("data directory " + path + " is damaged: " + part + " is missing");
            }
        }
    }

    private static String ourselves() throws IOException {
        // Holds also in a container whose user has no name.
        var process = Path.of("/proc/self");
        return Files.exists(process) ? Files.getOwner(process).getName() : System.getProperty("user.name");
    }

    private static FileChannel lock(Path path) throws IOException {
        var channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                var process =
                        ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII));
                channel.truncate(0);
                channel.write(process);
                return channel;
            }
        } catch (OverlappingFileLockException _) {
            // held by this JVM: the same answer as for another one
        }
        channel.close();
        throw inUse(path);
    }

    /** The marker is written last, so what a kill leaves behind is no installation. */
    private static DataDirectory install(Path path, FileChannel lock) throws IOException {
        Files.createDirectory(path.resolve("postgresql"));
        Files.createDirectory(path.resolve("kafka"));
        for (String part : new String[] {"postgresql", "kafka"}) {
            Files.setPosixFilePermissions(path.resolve(part), PosixFilePermissions.fromString("rwx------"));
        }
        var installation = Installation.newest(HostName.ofThisMachine());
        installation.write(path.resolve(MARKER));
        return new DataDirectory(path, lock, true, installation);
    }

    /** Writes a file that appears whole, on disk, or not at all. */
    static void writeNew(Path file, byte[] content, Set<PosixFilePermission> permissions) throws IOException {
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(beside, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.setPosixFilePermissions(beside, permissions);
        try {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    public Path path() {
        return path;
    }

    /** Whether this start made the installation. */
    public boolean isFresh() {
        return fresh;
    }

    public Installation installation() {
        return installation;
    }

    /** Remembers the host name for the next start. */
    public void remember(HostName hostName) {
        try {
            installation.with(hostName).write(path.resolve(MARKER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Made by the first service that opens the keyring (KEY-2). */
    public Path instanceKeyFile() {
        return path.resolve(INSTANCE_KEY);
    }

    /** Made at the first start for the account {@code admin}, deleted at its first login (ADM-3). */
    public Path oneTimePasswordFile() {
        return path.resolve(ONE_TIME_PASSWORD);
    }

    public Path postgresql() {
        return path.resolve("postgresql");
    }

    public Path kafka() {
        return path.resolve("kafka");
    }

    public Path tls() {
        return path.resolve("tls");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
