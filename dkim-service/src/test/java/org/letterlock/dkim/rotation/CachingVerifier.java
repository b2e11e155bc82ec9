package org.letterlock.dkim.rotation;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.messageauth.dkim.BodyForm;
import org.letterlock.messageauth.dkim.BodyHash;
import org.letterlock.messageauth.dkim.DkimVerification;
import org.letterlock.messageauth.dkim.SignatureCrypto;
import org.letterlock.messageauth.dns.AddressFamily;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.messageauth.dns.MailExchanger;
import org.letterlock.testkit.FakeDns;
import org.letterlock.testkit.MutableClock;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Somebody who receives our mail and asks one name server, through a cache of what is not there (RFC 2308). */
final class CachingVerifier implements DnsLookup {
    private final FakeDns server;
    private final Duration negativeTtl;
    private final MutableClock clock;
    private final Map<String, Instant> absentUntil = new HashMap<>();

    CachingVerifier(FakeDns server, Duration negativeTtl, MutableClock clock) {
        this.server = server;
        this.negativeTtl = negativeTtl;
        this.clock = clock;
    }

    /** Asks before there is a signature, so that the cache holds the worst. */
    void askFor(List<String> selectors) {
        selectors.forEach(selector -> texts(selector + "._domainkey.zone.example"));
    }

    /** The result of each signature. */
    List<String> verify(byte[] message) {
        HeaderSection section = ((HeaderReading.Complete) HeaderSection.parse(message, HeaderLimits.DEFAULT)).section();
        DkimVerification verification = DkimVerification.of(section, DkimVerification.DEFAULT_MOST);
        Map<BodyForm, BodyHash> bodies = new HashMap<>();
        for (BodyForm form : verification.bodyForms()) {
            var digest = form.newDigest();
            digest.update(Arrays.copyOfRange(message, section.length(), message.length));
            bodies.put(form, BodyHash.of(digest));
        }
        return verification.verify(bodies, this, SignatureCrypto.ofJdk(), clock.instant()).verdicts().stream()
                .map(verdict -> verdict.result().name())
                .toList();
    }

    @Override
    public DnsAnswer<String> texts(String name) {
        Instant until = absentUntil.getOrDefault(name, Instant.MIN);
        if (clock.instant().isBefore(until)) {
            return new DnsAnswer.Absent<>(false);
        }
        Optional<String> found = read(server, name);
        if (found.isEmpty()) {
            absentUntil.put(name, clock.instant().plus(negativeTtl));
            return new DnsAnswer.Absent<>(false);
        }
        return new DnsAnswer.Found<>(List.of(found.get()), false);
    }

    /** The TXT record that a server has. */
    static Optional<String> read(FakeDns server, String name) {
        try {
            var resolver = new SimpleResolver(
                    server.address().substring(0, server.address().indexOf(':')));
            resolver.setPort(server.port());
            var query = Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), Type.TXT, DClass.IN));
            return resolver.send(query).getSection(Section.ANSWER).stream()
                    .filter(TXTRecord.class::isInstance)
                    .map(record -> String.join("", ((TXTRecord) record).getStrings()))
                    .findFirst();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public DnsAnswer<InetAddress> addresses(String name, AddressFamily family) {
        return new DnsAnswer.Absent<>(false);
    }

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String name) {
        return new DnsAnswer.Absent<>(false);
    }

    @Override
    public DnsAnswer<String> names(InetAddress address) {
        return new DnsAnswer.Absent<>(false);
    }
}
