package org.letterlock.dkim.dns;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.dkim.dns.RecordJudge.Verdict;
import org.letterlock.dkim.key.Actor;
import org.letterlock.dkim.key.KeyLifecycle;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.mailsyntax.address.Domain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for the records of keys and draws the conclusions (DKIM-13, DKIM-15). Blocks; safe for use by any thread. */
public final class DnsChecks {
    private static final Logger LOG = LoggerFactory.getLogger(DnsChecks.class);
    private static final int AT_ONCE = 16;

    private final TxtLookup lookup;
    private final JdbcRecordChecks stored;
    private final KeyLifecycle lifecycle;
    private final InstantSource clock;

    DnsChecks(TxtLookup lookup, JdbcRecordChecks stored, KeyLifecycle lifecycle, InstantSource clock) {
        this.lookup = lookup;
        this.stored = stored;
        this.lifecycle = lifecycle;
        this.clock = clock;
    }

    /** Looks for the records of these keys under every name of their domain, and moves the keys on. */
    public List<NameCheck> check(DomainRecord domain, List<SigningKey> keys, Actor actor) {
        List<NameCheck> checks = lookUp(domain, keys);
        for (SigningKey key : keys) {
            List<NameCheck> own = checks.stream()
                    .filter(check -> check.key().equals(key.id()))
                    .toList();
            stored.replace(key.id(), own);
            conclude(domain, key, own, actor);
        }
        return checks;
    }

    /** What was found last. */
    public List<NameCheck> last(SigningKey key) {
        return stored.of(key.id());
    }

    /** How long resolvers may remember that a record of the domain or of an alias was not there. */
    public Duration negativeTtl(DomainRecord domain) {
        return domain.names().stream()
                .map(lookup::negativeTtl)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private void conclude(DomainRecord domain, SigningKey key, List<NameCheck> checks, Actor actor) {
        boolean allOk = checks.stream().allMatch(check -> check.state() == RecordState.OK);
        // No answer is no verdict: it neither activates a key nor says that its record is gone.
        boolean gone = checks.stream()
                .anyMatch(check -> check.state() != RecordState.OK && check.state() != RecordState.DNS_ERROR);
        if (key.state() == KeyState.PENDING_DNS && allOk && lifecycle.activate(domain, key, actor)) {
            LOG.info("DKIM: {} of {} is active", key.selector(), domain.name());
        } else if (key.state() == KeyState.ACTIVE && (allOk || gone) && lifecycle.noteRecord(domain, key, gone)) {
            if (gone) {
                LOG.warn("DKIM: the record of {} of {} is gone or wrong in DNS", key.selector(), domain.name());
            } else {
                LOG.info("DKIM: the record of {} of {} is back", key.selector(), domain.name());
            }
        }
    }

    private List<NameCheck> lookUp(DomainRecord domain, List<SigningKey> keys) {
        List<Future<NameCheck>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("dkim-dns-", 0).factory())) {
            for (SigningKey key : keys) {
                for (Domain name : domain.names()) {
                    asked.add(threads.submit(() -> lookUp(key, name)));
                }
            }
            List<NameCheck> checks = new ArrayList<>();
            for (Future<NameCheck> check : asked) {
                checks.add(check.get());
            }
            return checks;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a DNS check failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private NameCheck lookUp(SigningKey key, Domain name) {
        String owner = KeyRecord.ownerOf(key, name);
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        lookup.ask(owner, name).forEach((server, answer) -> verdicts.put(server, RecordJudge.judge(key, answer)));
        Verdict worst = worst(verdicts);
        Map<String, RecordState> servers = new LinkedHashMap<>();
        verdicts.forEach((server, verdict) -> servers.put(server, verdict.state()));
        return new NameCheck(
                key.id(), owner, worst.state(), worst.value(), worst.difference(), servers, clock.instant());
    }

    // An authoritative server that does not answer us may answer others; the resolver must answer, for it stands for
    // all
    // verifiers, DNSSEC included.
    private static Verdict worst(Map<String, Verdict> verdicts) {
        Verdict worst = verdicts.getOrDefault(
                TxtLookup.RESOLVER, new Verdict(RecordState.DNS_ERROR, null, "the resolver was not asked"));
        for (Verdict verdict : verdicts.values()) {
            if (verdict.state() != RecordState.DNS_ERROR && verdict.state().compareTo(worst.state()) > 0) {
                worst = verdict;
            }
        }
        return worst;
    }
}
