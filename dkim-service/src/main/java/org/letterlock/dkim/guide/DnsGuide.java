package org.letterlock.dkim.guide;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.dkim.dns.KeyRecord;
import org.letterlock.dkim.guide.GuideRecord.Purpose;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.messageauth.dns.AddressFamily;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.messageauth.dns.MailExchanger;
import org.letterlock.messageauth.spf.SpfEvaluator;
import org.letterlock.messageauth.spf.SpfQuery;
import org.letterlock.service.dns.DnsBudget;

/**
 * Asks the DNS for what a domain and its aliases need there. All questions run side by side; what is not answered within
 * {@link #LIMIT} is an error of the DNS. Blocks; safe for use by several threads.
 */
public final class DnsGuide {
    /** How long somebody waits for a guide. */
    static final Duration LIMIT = Duration.ofSeconds(6);

    private static final int AT_ONCE = 32;

    private final DnsLookup lookup;
    private final Domain host;
    private final InstantSource clock;

    /**
     * @param lookup without a cache, for what was just published is to be seen
     * @param host that takes and sends the mail of this installation
     */
    DnsGuide(DnsLookup lookup, Domain host, InstantSource clock) {
        this.lookup = lookup;
        this.host = host;
        this.clock = clock;
    }

    /** The records for each name of a domain; those of the keys that sign, or will, among them. */
    public List<GuideRecord> guide(DomainRecord domain, List<SigningKey> keys, boolean testing) {
        DnsLookup limited = DnsBudget.of(lookup, LIMIT);
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("dns-guide-", 0).factory())) {
            List<Question> questions = domain.names().stream()
                    .map(name -> new Question(name, limited, threads, keys, testing))
                    .toList();
            List<GuideRecord> records = new ArrayList<>();
            for (Question question : questions) {
                records.addAll(question.records());
            }
            return records;
        }
    }

    /** What is asked about one name: everything at once, when this is made. */
    private final class Question {
        private final Domain name;
        private final Future<DnsAnswer<MailExchanger>> exchangers;
        private final Future<DnsAnswer<String>> spf;
        private final Future<DnsAnswer<String>> dmarc;
        private final Future<List<SpfGuide.OfAddress>> evaluated;
        private final List<KeyQuestion> keys;

        Question(Domain name, DnsLookup lookup, ExecutorService threads, List<SigningKey> keys, boolean testing) {
            this.name = name;
            exchangers = threads.submit(() -> lookup.mailExchangers(name.text()));
            spf = threads.submit(() -> lookup.texts(name.text()));
            evaluated = threads.submit(() -> evaluated(name, lookup));
            dmarc = threads.submit(() -> lookup.texts(relative(DmarcGuide.ownerOf(name))));
            this.keys = keys.stream()
                    .map(key -> {
                        KeyRecord record = KeyRecord.of(key, name, testing);
                        return new KeyQuestion(
                                key, record, threads.submit(() -> lookup.texts(relative(record.owner()))));
                    })
                    .toList();
        }

        List<GuideRecord> records() {
            String owner = name.text() + ".";
            List<GuideRecord> records = new ArrayList<>();
            records.add(
                    record(Purpose.MX, owner, "MX", MxGuide.proposal(host), MxGuide.judge(host, answer(exchangers))));
            records.add(record(
                    Purpose.SPF,
                    owner,
                    "TXT",
                    SpfGuide.proposal(host),
                    SpfGuide.judge(answer(spf), answer(evaluated))));
            for (KeyQuestion key : keys) {
                records.add(record(
                        Purpose.DKIM,
                        key.record().owner(),
                        "TXT",
                        key.record().value(),
                        DkimGuide.judge(key.key(), answer(key.answer()))));
            }
            records.add(record(
                    Purpose.DMARC,
                    DmarcGuide.ownerOf(name),
                    "TXT",
                    DmarcGuide.proposal(),
                    DmarcGuide.judge(answer(dmarc))));
            return records;
        }

        private GuideRecord record(Purpose purpose, String owner, String type, String proposed, GuideFinding finding) {
            return new GuideRecord(purpose, name, owner, type, proposed, finding);
        }
    }

    private record KeyQuestion(SigningKey key, KeyRecord record, Future<DnsAnswer<String>> answer) {}

    private static String relative(String owner) {
        return owner.substring(0, owner.length() - 1);
    }

    private static <T> T answer(Future<T> asked) {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a DNS question failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the DNS was asked", e);
        }
    }

    /** What the domain's record makes of mail from this host, by each address that the host has in DNS. */
    private List<SpfGuide.OfAddress> evaluated(Domain domain, DnsLookup lookup) {
        SpfEvaluator evaluator = new SpfEvaluator(lookup);
        List<SpfGuide.OfAddress> results = new ArrayList<>();
        for (AddressFamily family : AddressFamily.values()) {
            if (lookup.addresses(host.text(), family)
                    instanceof DnsAnswer.Found<InetAddress>(List<InetAddress> addresses, boolean _)) {
                for (InetAddress address : addresses) {
                    SpfQuery query = SpfQuery.ofMailFrom(
                            address, "postmaster@" + domain.text(), host.text(), host.text(), clock.instant());
                    results.add(new SpfGuide.OfAddress(address, evaluator.check(query)));
                }
            }
        }
        return results;
    }
}
