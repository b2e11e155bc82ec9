package org.letterlock.service.sealing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;

/**
 * The file by which a {@link BreakGlassOrder} reaches auth-service, whether that runs or not, and by which a refusal comes back.
 * It is sealed under a key that follows from the instance key, so nobody else can write one, nor read the password in it.
 */
public final class BreakGlassFile {
    /** Its name in the data directory. */
    public static final String NAME = "admin.break-glass";

    private static final String PURPOSE = "letterlock break-glass 1";
    private static final byte[] HEADER = {1};
    private static final int MAX_SIZE = 16 * 1024;
    private static final int LINES = 4;

    private final InstanceKeyFile instanceKey;
    private final Path path;
    private final Path refusal;

    /** @param directory where the file is, or will be */
    public BreakGlassFile(Path instanceKeyFile, Path directory) {
        this.instanceKey = new InstanceKeyFile(instanceKeyFile);
        this.path = directory.resolve(NAME);
        this.refusal = directory.resolve(NAME + ".refused");
    }

    /** Whether an order waits. */
    public boolean exists() {
        return Files.exists(path);
    }

    /**
     * Writes an order in the place of one that may be there.
     *
     * @throws KeyringException where the instance key cannot be read
     */
    public void write(BreakGlassOrder order) throws IOException {
        Files.deleteIfExists(refusal);
        String text =
                String.join("\n", order.id().toString(), order.at().toString(), order.account(), order.password());
        byte[] sealed = Aead.seal(key(), HEADER, text.getBytes(StandardCharsets.UTF_8), new byte[0]);
        place(path, Base64.getEncoder().encodeToString(sealed));
    }

    /** The order; empty where the file is none that the holder of the instance key has written. */
    public Optional<BreakGlassOrder> read() throws IOException {
        if (Files.size(path) > MAX_SIZE) {
            return Optional.empty();
        }
        try {
            byte[] sealed = Base64.getDecoder()
                    .decode(Files.readString(path, StandardCharsets.US_ASCII).strip());
            String text = new String(Aead.open(key(), HEADER.length, sealed, new byte[0]), StandardCharsets.UTF_8);
            List<String> lines = text.lines().toList();
            return lines.size() == LINES
                    ? Optional.of(new BreakGlassOrder(
                            UUID.fromString(lines.get(0)), Instant.parse(lines.get(1)), lines.get(2), lines.get(3)))
                    : Optional.empty();
        } catch (IllegalArgumentException | SealedObjectCorruptException | DateTimeException | IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The order has been carried out. */
    public void done() throws IOException {
        Files.deleteIfExists(path);
    }

    /** The order is not carried out. */
    public void refuse(String reason) throws IOException {
        place(refusal, reason);
        Files.deleteIfExists(path);
    }

    /** Why the last order was refused; empty where it was not. */
    public Optional<String> refusal() throws IOException {
        return Files.exists(refusal) ? Optional.of(Files.readString(refusal).strip()) : Optional.empty();
    }

    private SecretKey key() {
        byte[] key = instanceKey
                .read()
                .orElseThrow(() -> new KeyringException(
                        KeyringException.Reason.INSTANCE_KEY_UNUSABLE, "there is no " + instanceKey.path(), null));
        return Aead.derive(key, PURPOSE, "AES");
    }

    /** On the disk, whole, before it has its name; for its owner alone. */
    private static void place(Path file, String line) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, line + "\n", StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
