package org.letterlock.dkim.guide;

import java.time.Duration;
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
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.messageauth.dns.MailExchanger;
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

    /**
     * @param lookup without a cache, for what was just published is to be seen
     * @param host that takes and sends the mail of this installation
     */
    DnsGuide(DnsLookup lookup, Domain host) {
        this.lookup = lookup;
        this.host = host;
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
        private final List<KeyQuestion> keys;

        Question(Domain name, DnsLookup lookup, ExecutorService threads, List<SigningKey> keys, boolean testing) {
            this.name = name;
            exchangers = threads.submit(() -> lookup.mailExchangers(name.text()));
            spf = threads.submit(() -> lookup.texts(name.text()));
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
            DnsAnswer<MailExchanger> mx = answer(exchangers);
            String owner = name.text() + ".";
            List<GuideRecord> records = new ArrayList<>();
            records.add(record(Purpose.MX, owner, "MX", MxGuide.proposal(host), MxGuide.judge(host, mx)));
            records.add(
                    record(Purpose.SPF, owner, "TXT", SpfGuide.proposal(host), SpfGuide.judge(host, answer(spf), mx)));
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

    private static <T> DnsAnswer<T> answer(Future<DnsAnswer<T>> asked) {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a DNS question failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new DnsAnswer.Failed<>("interrupted");
        }
    }
}
