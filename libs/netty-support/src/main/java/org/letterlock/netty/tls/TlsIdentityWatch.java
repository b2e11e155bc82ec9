package org.letterlock.netty.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files of an identity again whenever they have changed, within two seconds, so that a renewed certificate needs no
 * restart (CERT-3, CERT-5). While the two do not belong together, or cannot be read, the identity of before is kept.
 */
public final class TlsIdentityWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentityWatch.class);
    private static final long SECONDS = 2;

    private final Path certificateFile;
    private final Path keyFile;
    private final Consumer<TlsIdentity> listener;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("tls-identity").factory());
    private Stamp seen; // the executor's, once it runs

    private record Stamp(FileTime certificate, FileTime key, long octets) {}

    private TlsIdentityWatch(Path certificateFile, Path keyFile, Consumer<TlsIdentity> listener) {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        this.listener = listener;
        this.seen = stamp();
    }

    /**
     * Watches from now on; the listener is called on another thread.
     *
     * @throws UncheckedIOException if a file is not there
     */
    public static TlsIdentityWatch start(Path certificateFile, Path keyFile, Consumer<TlsIdentity> listener) {
        TlsIdentityWatch watch = new TlsIdentityWatch(certificateFile, keyFile, listener);
        var _ = watch.executor.scheduleWithFixedDelay(watch::look, SECONDS, SECONDS, TimeUnit.SECONDS);
        return watch;
    }

    /** Looks once; what the schedule does. */
    void look() {
        try {
            Stamp now = stamp();
            if (!now.equals(seen)) {
                seen = now;
                listener.accept(TlsIdentityFiles.read(certificateFile, keyFile));
                LOG.info("certificate read again from {}", certificateFile);
            }
        } catch (RuntimeException e) { // the edge of a job; the other file may be about to change too
            LOG.warn("certificate and key cannot be read again, those of before are kept: {}", e.getMessage());
        }
    }

    private Stamp stamp() {
        try {
            return new Stamp(
                    Files.getLastModifiedTime(certificateFile),
                    Files.getLastModifiedTime(keyFile),
                    Files.size(certificateFile) + Files.size(keyFile));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + certificateFile + " and " + keyFile, e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
