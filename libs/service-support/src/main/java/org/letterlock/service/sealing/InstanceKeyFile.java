package org.letterlock.service.sealing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.sealing.KeyringException.Reason;

/** The file with the instance key (KEY-2): 256 bits in Base64 on one line, readable by its owner only. */
final class InstanceKeyFile {
    private static final int MAX_SIZE = 1024;

    private final Path path;

    InstanceKeyFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    Path path() {
        return path;
    }

    /** The key, or empty where there is no file. */
    Optional<byte[]> read() {
        try {
            if (Files.size(path) > MAX_SIZE) {
                throw unusable("holds no key", null);
            }
            byte[] key = Base64.getDecoder()
                    .decode(Files.readString(path, StandardCharsets.US_ASCII).strip());
            if (key.length != Aead.KEY_LENGTH) {
                throw unusable("holds no key", null);
            }
            return Optional.of(key);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw unusable("holds no key", e);
        } catch (IOException e) {
            throw unusable("cannot be read", e);
        }
    }

    /** Makes the file with a fresh key; it is on disk, whole, before it has its name. */
    byte[] create() {
        byte[] key = Aead.randomKey();
        byte[] line = (Base64.getEncoder().encodeToString(key) + "\n").getBytes(StandardCharsets.US_ASCII);
        Path directory = path.getParent();
        if (directory == null) {
            throw unusable("is no file", null);
        }
        try {
            Files.createDirectories(directory);
            Path unnamed = Files.createTempFile(
                    directory,
                    ".instance-key",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel channel = FileChannel.open(unnamed, StandardOpenOption.WRITE)) {
                ByteBuffer octets = ByteBuffer.wrap(line);
                while (octets.hasRemaining()) {
                    channel.write(octets);
                }
                channel.force(true);
            }
            Files.setPosixFilePermissions(unnamed, PosixFilePermissions.fromString("r--------"));
            Files.createLink(path, unnamed); // unlike a move it never replaces a file that is there
            Files.delete(unnamed);
            try (FileChannel channel = FileChannel.open(directory, Set.of(StandardOpenOption.READ))) {
                channel.force(true);
            }
            return key;
        } catch (IOException e) {
            throw unusable("cannot be made", e);
        }
    }

    private KeyringException unusable(String what, @Nullable Exception cause) {
        return new KeyringException(Reason.INSTANCE_KEY_UNUSABLE, "the instance key file " + path + " " + what, cause);
    }
}
