package org.letterlock.auth.directory;

import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.directory.AttributeMap.ReadEntry;
import org.letterlock.auth.directory.TrialReport.HostReport;
import org.letterlock.auth.directory.TrialReport.Outcome;
import org.letterlock.auth.directory.TrialReport.Sample;
import org.letterlock.auth.directory.TrialReport.Step;
import org.letterlock.auth.directory.TrialReport.StepReport;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/** Tries the settings of a directory out, step by step, and says at which one it fails and why. Callers block for seconds. */
final class DirectoryTrial {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration RESPONSE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SAMPLES = 5;

    private final DirectorySettings settings;
    private final BindPassword password;
    private final AttributeMap map;
    private final InstantSource clock;
    private final Duration patience;

    /** @param domain the name of the mail domain */
    DirectoryTrial(DirectorySettings settings, BindPassword password, String domain, InstantSource clock) {
        this(settings, password, domain, clock, PATIENCE);
    }

    /** @param patience with one host, whatever its answers come in */
    DirectoryTrial(
            DirectorySettings settings, BindPassword password, String domain, InstantSource clock, Duration patience) {
        this.patience = patience;
        this.settings = settings;
        this.password = password;
        this.map = new AttributeMap(settings, domain);
        this.clock = clock;
    }

    TrialReport run() {
        List<HostReport> reports = new ArrayList<>();
        for (DirectoryHost host : settings.hosts()) {
            reports.add(inTime(new OneHost(host)));
        }
        return new TrialReport(reports.stream().anyMatch(HostReport::usable), reports);
    }

    private HostReport inTime(OneHost host) {
        FutureTask<HostReport> work = new FutureTask<>(host::run);
        Thread thread = Thread.ofVirtual().name("directory-trial").start(work);
        try {
            if (!thread.join(patience)) {
                thread.interrupt(); // closes the connection, and so the step under way fails
            }
            return work.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a trial has failed", failed.getCause());
        } catch (InterruptedException stopping) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemType.SERVICE_UNAVAILABLE, "The service stops.");
        }
    }

    private interface Attempt {
        /** What to say of the success. */
        String run() throws StepFailedException;
    }

    private static final class StepFailedException extends Exception {
        private static final long serialVersionUID = 1;

        StepFailedException(String reason, @Nullable Throwable cause) {
            super(reason, cause);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** Goes through the steps; after one that fails the others are left out. */
    private final class OneHost {
        private final DirectoryHost host;
        private final LdapConnections connections;
        private final List<StepReport> steps = new ArrayList<>();
        private final List<SearchResultEntry> entries = new ArrayList<>();
        private List<Sample> samples = List.of();
        private @Nullable LDAPConnection connection;

        OneHost(DirectoryHost host) {
            this.host = host;
            this.connections = new LdapConnections(host, settings, password);
        }

        HostReport run() {
            try {
                attempt(Step.RESOLVE, this::resolve);
                attempt(Step.CONNECT, this::reach);
                attempt(Step.TLS, this::encrypt);
                attempt(Step.BIND, this::bind);
                attempt(Step.BASE, this::findBase);
                attempt(Step.FILTER, this::findPeople);
                attempt(Step.ATTRIBUTES, this::readPeople);
            } finally {
                if (connection != null) {
                    connection.close();
                }
            }
            boolean usable = steps.stream().allMatch(step -> step.outcome() == Outcome.OK);
            return new HostReport(host.name(), host.port(), usable, steps, samples);
        }

        private void attempt(Step step, Attempt attempt) {
            if (!steps.isEmpty() && steps.getLast().outcome() != Outcome.OK) {
                steps.add(new StepReport(step, Outcome.SKIPPED, ""));
                return;
            }
            try {
                steps.add(new StepReport(step, Outcome.OK, attempt.run()));
            } catch (StepFailedException failed) {
                steps.add(new StepReport(step, Outcome.FAILED, failed.reason()));
            }
        }

        private String resolve() throws StepFailedException {
            try {
                return Arrays.stream(InetAddress.getAllByName(host.name()))
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(", "));
            } catch (UnknownHostException unknown) {
                throw new StepFailedException("The name has no address.", unknown);
            }
        }

        private String reach() throws StepFailedException {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host.name(), host.port()), (int) CONNECT.toMillis());
                return "Port " + host.port() + " is open.";
            } catch (IOException failed) {
                throw new StepFailedException("Nothing answers at port " + host.port() + ".", failed);
            }
        }

        private String encrypt() throws StepFailedException {
            try {
                connection = connections.connect(RESPONSE);
                return "Encrypted with " + settings.security() + "; the certificate is trusted and for " + host.name()
                        + ".";
            } catch (LDAPException failed) {
                throw new StepFailedException(reasonOfTls(failed), failed);
            }
        }

        private LDAPConnection open() {
            if (connection == null) {
                throw new IllegalStateException("no step before has connected");
            }
            return connection;
        }

        private String bind() throws StepFailedException {
            try {
                connections.bindSearcher(open());
                return "The bind name and its password are accepted.";
            } catch (LDAPException refused) {
                throw failed("The directory does not accept the bind name with its password", refused);
            }
        }

        private String findBase() throws StepFailedException {
            search(SearchScope.BASE, "(objectClass=*)", "The base cannot be read");
            if (entries.isEmpty()) {
                throw new StepFailedException("There is no entry with the name of the base.", null);
            }
            return "The base is there.";
        }

        private String findPeople() throws StepFailedException {
            boolean more = search(SearchScope.SUB, settings.filter(), "The directory does not take the filter");
            if (entries.isEmpty()) {
                throw new StepFailedException("The filter finds no entry below the base.", null);
            }
            return more ? "More than " + SAMPLES + " entries." : entries.size() + " entries.";
        }

        private String readPeople() throws StepFailedException {
            samples = entries.stream().map(this::sample).toList();
            long readable =
                    samples.stream().filter(sample -> sample.problem() == null).count();
            if (readable == 0) {
                throw new StepFailedException("None of the sample has the attributes that an account needs.", null);
            }
            return readable + " of " + samples.size() + " entries of the sample can become accounts.";
        }

        private Sample sample(SearchResultEntry entry) {
            return switch (map.read(entry)) {
                case ReadEntry.Usable(String localPart, String displayName, var _) ->
                    new Sample(PeerText.shown(entry.getDN()), localPart, displayName, null);
                case ReadEntry.Odd(SyncProblem problem, var _) ->
                    new Sample(problem.entry(), null, null, problem.code().name());
            };
        }

        /** Whether there are more entries than were taken. */
        private boolean search(SearchScope scope, String filter, String complaint) throws StepFailedException {
            entries.clear();
            try {
                SearchRequest request = new SearchRequest(
                        new BoundedEntries(SAMPLES, clock.instant().plus(RESPONSE), clock, entries::add),
                        settings.base(),
                        scope,
                        DereferencePolicy.NEVER,
                        SAMPLES,
                        (int) RESPONSE.toSeconds(),
                        false,
                        filter,
                        map.attributes());
                open().search(request);
                return false;
            } catch (LDAPException refused) {
                if (refused.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                    return true;
                }
                throw failed(complaint, refused);
            } catch (BoundedEntries.TooManyException ignoresTheLimit) {
                return true;
            } catch (BoundedEntries.TooLateException late) {
                throw new StepFailedException(complaint + ": it takes too long.", late);
            }
        }
    }

    private static StepFailedException failed(String complaint, LDAPException refused) {
        String said = refused.getDiagnosticMessage();
        String detail = refused.getResultCode().getName() + (said == null ? "" : ", " + PeerText.shown(said));
        return new StepFailedException(complaint + ": " + detail + ".", refused);
    }

    private static String reasonOfTls(LDAPException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException certificate) {
                return "The certificate is not accepted: " + PeerText.shown(String.valueOf(certificate.getMessage()))
                        + ".";
            }
        }
        // What the library says of a failed handshake; it holds no secret, as nobody has bound yet.
        return "No encrypted connection comes about: " + PeerText.shown(String.valueOf(failed.getMessage())) + ".";
    }
}
