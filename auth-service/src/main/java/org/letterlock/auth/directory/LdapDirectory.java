package org.letterlock.auth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.letterlock.sasl.Password;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs people in at a directory: at its primary host, and where that does not answer in time, at the backup host (DIR-5). Each
 * answer has a deadline, so that a host that accepts connections and then says nothing costs its callers seconds and no more;
 * how many are asked at once is limited. Safe for use by any thread; callers block.
 */
final class LdapDirectory implements AutoCloseable {
    /** How long a host is left alone that did not answer. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    /** How long the first host may take; the second is asked within 3 s, and all is over within the 5 s of a login. */
    static final Duration FIRST = Duration.ofMillis(2500);

    private static final Logger LOG = LoggerFactory.getLogger(LdapDirectory.class);
    private static final Duration SECOND = Duration.ofSeconds(2);
    private static final int AT_ONCE = 64;

    /** @param permits how many may wait for it at once; the others are not kept from its neighbour by those */
    private record Guarded(LdapHost host, String name, CircuitBreaker breaker, Semaphore permits) {}

    private final List<Guarded> hosts;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("directory-login-", 0).factory());

    LdapDirectory(DirectorySettings settings, BindPassword password, AttributeMap map, InstantSource clock) {
        List<Guarded> guarded = new ArrayList<>();
        for (DirectoryHost host : settings.hosts()) {
            LdapConnections connections = new LdapConnections(host, settings, password);
            guarded.add(new Guarded(
                    new LdapHost(connections, settings, map, clock),
                    host.name(),
                    new CircuitBreaker(PAUSE, clock),
                    new Semaphore(AT_ONCE)));
        }
        this.hosts = List.copyOf(guarded);
    }

    /** @param isTheirs whether an entry is the one that the account belongs to */
    DirectoryVerdict check(String localPart, Password password, Predicate<SearchResultEntry> isTheirs) {
        Duration patience = FIRST;
        for (Guarded each : hosts) {
            if (admits(each)) {
                try {
                    DirectoryVerdict verdict =
                            inTime(each, () -> each.host().check(localPart, password, isTheirs), patience);
                    each.breaker().succeeded();
                    return verdict;
                } catch (LDAPException failed) {
                    // The text may hold what the peer said; the code says enough.
                    LOG.warn("the directory host {} cannot be asked: {}", each.name(), failed.getResultCode());
                    if (LdapHost.hasAnswered(failed)) {
                        each.breaker().succeeded();
                    } else {
                        each.breaker().failed();
                    }
                } catch (TimeoutException late) {
                    LOG.warn("the directory host {} does not answer", each.name());
                    each.breaker().failed();
                }
                patience = SECOND;
            }
        }
        return DirectoryVerdict.UNAVAILABLE;
    }

    /** Takes a permit where it is so. */
    private static boolean admits(Guarded host) {
        if (!host.permits().tryAcquire()) {
            return false; // so many wait for it already
        }
        if (!host.breaker().admits()) {
            host.permits().release();
            return false;
        }
        return true;
    }

    /** Gives the permit back. */
    private DirectoryVerdict inTime(Guarded guarded, Callable<DirectoryVerdict> question, Duration patience)
            throws LDAPException, TimeoutException {
        Future<DirectoryVerdict> answer = threads.submit(() -> {
            try {
                return question.call();
            } finally {
                guarded.permits().release();
            }
        });
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof LDAPException known) {
                throw known;
            }
            throw new IllegalStateException("asking a directory has failed", failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new TimeoutException();
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        hosts.forEach(each -> each.host().close());
    }
}
