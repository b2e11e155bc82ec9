package org.letterlock.ingress.smtp.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the disk on which accepted messages end has room for more. A full disk must be told before DATA is accepted; the
 * broker and the database do not survive it, and reading and deleting need a little of it too. Safe for use by any thread.
 */
public final class DiskRoom {
    private static final Logger LOG = LoggerFactory.getLogger(DiskRoom.class);

    /** One question to the file system is cheap, thousands in a second are not. */
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    private final @Nullable Path directory;
    private final long leastFree;
    private final InstantSource clock;
    private final AtomicReference<Look> last = new AtomicReference<>(new Look(Instant.EPOCH, true));

    private record Look(Instant at, boolean hasRoom) {}

    /**
     * Watches the disk of that directory.
     *
     * @param directory null where the disk belongs to another machine, which answers for itself
     * @param leastFree octets that stay free
     */
    public DiskRoom(@Nullable Path directory, long leastFree, InstantSource clock) {
        this.directory = directory;
        this.leastFree = leastFree;
        this.clock = clock;
    }

    /** Whether there is room for another message. */
    public boolean hasRoom() {
        if (directory == null) {
            return true;
        }
        Instant now = clock.instant();
        Look look = last.get();
        if (now.isBefore(look.at().plus(GOOD_FOR))) {
            return look.hasRoom();
        }
        boolean hasRoom = look(directory);
        if (last.compareAndSet(look, new Look(now, hasRoom)) && hasRoom != look.hasRoom()) {
            if (hasRoom) {
                LOG.info("{} has room again, messages are accepted", directory);
            } else {
                LOG.error("less than {} octets are free in {}, no message is accepted", leastFree, directory);
            }
        }
        return hasRoom;
    }

    private boolean look(Path watched) {
        try {
            return Files.getFileStore(watched).getUsableSpace() >= leastFree;
        } catch (IOException e) {
            LOG.warn("the free space of {} cannot be read: {}", watched, e.toString());
            return true; // what cannot be written will show when it is written
        }
    }
}
