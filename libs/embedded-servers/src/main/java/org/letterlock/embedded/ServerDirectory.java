package org.letterlock.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.letterlock.embedded.ServerStartException.Reason;

/** The directory of one embedded server, held under a lock while the server runs, with the secret made at its first start. */
final class ServerDirectory implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int SECRET_OCTETS = 24;

    private final Path path;
    private final FileChannel lockFile;

    private ServerDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** Makes the directory when it is missing and takes its lock; refuses one that is not ours to use. */
    static ServerDirectory open(Path path) {
        var directory = path.toAbsolutePath().normalize();
        try {
            if (Files.exists(directory)) {
                requireOurs(directory);
            } else {
                Files.createDirectories(directory);
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
            return new ServerDirectory(directory, lock(directory));
        } catch (IOException e) {
            throw new ServerStartException(Reason.FOREIGN_DIRECTORY, directory + " cannot be used: " + e, e);
        }
    }

    private static void requireOurs(Path directory) throws IOException {
        var owner = Files.getOwner(directory).getName();
        // Holds also in a container whose user has no name.
        var process = Path.of("/proc/self");
        var user = Files.exists(process) ? Files.getOwner(process).getName() : System.getProperty("user.name");
        if (!Files.isDirectory(directory)
                || !Files.isReadable(directory)
                || !Files.isWritable(directory)
                || (!owner.equals(user) && !"root".equals(user))) {
            throw new ServerStartException(
                    Reason.FOREIGN_DIRECTORY,
                    directory + " belongs to user " + owner + "; start as that user, or choose another data directory");
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        var channel = FileChannel.open(
                directory.resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException _) {
            // held by this JVM: the same answer as for another one
        }
        channel.close();
        throw new ServerStartException(Reason.IN_USE, directory + " is in use by another running instance");
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** The secret kept in the file of that name, readable by the owner only; made when it is missing. */
    String secret(String name) {
        var file = resolve(name);
        try {
            if (Files.notExists(file)) {
                var octets = new byte[SECRET_OCTETS];
                new SecureRandom().nextBytes(octets);
                var fresh = resolve(name + ".new");
                Files.deleteIfExists(fresh);
                Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                Files.writeString(fresh, HexFormat.of().formatHex(octets), StandardOpenOption.SYNC);
                moveInto(fresh, file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ServerStartException(Reason.DAMAGED, file + " cannot be read: " + e, e);
        }
    }

    static void moveInto(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(from, to);
        }
    }

    static void delete(Path tree) {
        if (Files.notExists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
