package org.letterlock.standalone.data;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.letterlock.standalone.LauncherException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews the installation's certificate while the suite runs (CERT-3); the services read its files again by themselves. */
public final class CertificateRenewal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateRenewal.class);
    private static final long HOURS = 6;

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("certificate-renewal").factory());
    private final Path directory;
    private final HostName hostName;
    private final InstantSource clock;

    private CertificateRenewal(Path directory, HostName hostName, InstantSource clock) {
        this.directory = directory;
        this.hostName = hostName;
        this.clock = clock;
    }

    /** Looks every six hours from now on. */
    public static CertificateRenewal start(Path directory, HostName hostName, InstantSource clock) {
        var renewal = new CertificateRenewal(directory, hostName, clock);
        var _ = renewal.executor.scheduleWithFixedDelay(renewal::look, HOURS, HOURS, TimeUnit.HOURS);
        return renewal;
    }

    private void look() {
        try {
            TlsFiles.prepare(directory, hostName, clock.instant());
        } catch (LauncherException e) { // there are thirty days to try again
            LOG.warn("the certificate of the installation could not be renewed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
