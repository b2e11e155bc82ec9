package org.letterlock.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.messageauth.dns.DnsAnswer.Absent;
import org.letterlock.messageauth.dns.DnsAnswer.Failed;
import org.letterlock.messageauth.dns.DnsAnswer.Found;
import org.letterlock.testkit.FakeDns;
import org.letterlock.testkit.MutableClock;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

@Tag("FLOW-5")
@Tag("DKIM-46")
class DnsCacheTest {
    private static final String NAME = "example.org";

    private final FakeDns dns = FakeDns.start();
    private final MutableClock clock = MutableClock.at("2026-11-01T00:00:00Z");
    private final DnsjavaLookup lookup = DnsjavaLookup.caching(dns.address(), clock);

    @AfterEach
    void stop() {
        dns.close();
    }

    // The last is none: RFC 2181 section 8.
    @ParameterizedTest
    @CsvSource({"0, 60", "59, 60", "300, 300", "86400, 86400", "86401, 86400", "2147483647, 86400", "2147483648, 60"})
    void anAnswerIsKeptForItsTimeToLiveWithinBounds(long timeToLive, long seconds) {
        dns.misbehaveFor(NAME, (query, _) -> {
            Message reply = reply(query, Rcode.NOERROR);
            reply.addRecord(DnsjavaLookupTest.record(NAME, Type.TXT, DClass.IN, 0, "x"), Section.ANSWER);
            byte[] wire = reply.toWire();
            ByteBuffer.wrap(wire).putInt(12 + 17 + 6, (int) timeToLive); // after the header, the question, and 6 octets
            return Optional.of(wire);
        });

        assertThat(lookup.texts(NAME)).isEqualTo(new Found<>(List.of("x"), false));
        clock.advance(Duration.ofSeconds(seconds - 1));
        assertThat(lookup.texts("Example.ORG")).isEqualTo(new Found<>(List.of("x"), false));
        assertThat(dns.questions()).hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        assertThat(lookup.texts(NAME)).isEqualTo(new Found<>(List.of("x"), false));
        assertThat(dns.questions()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"3600, 300, 300", "120, 300, 120", "3600, 0, 60"})
    void thatThereIsNothingIsKeptAsTheStartOfAuthoritySays(long timeToLive, long minimum, long seconds) {
        dns.misbehaveFor(NAME, (query, _) -> {
            Message reply = reply(query, Rcode.NXDOMAIN);
            String data = "ns.example.org. root.example.org. 1 2 3 4 " + minimum;
            reply.addRecord(DnsjavaLookupTest.record("org", Type.SOA, DClass.IN, timeToLive, data), Section.AUTHORITY);
            return Optional.of(reply.toWire());
        });

        assertThat(lookup.texts(NAME)).isEqualTo(new Absent<>(false));
        clock.advance(Duration.ofSeconds(seconds - 1));
        assertThat(lookup.texts(NAME)).isEqualTo(new Absent<>(false));
        assertThat(dns.questions()).hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        assertThat(lookup.texts(NAME)).isEqualTo(new Absent<>(false));
        assertThat(dns.questions()).hasSize(2);
    }

    @Test
    void nothingWithoutAStartOfAuthorityAndFailuresAreNotKept() {
        assertThat(lookup.texts(NAME)).isEqualTo(new Absent<>(false));
        dns.failFor(NAME);
        assertThat(lookup.texts(NAME)).isEqualTo(new Failed<>("SERVFAIL"));
        dns.remove(NAME).add(NAME, "TXT", "x");

        assertThat(lookup.texts(NAME)).isEqualTo(new Found<>(List.of("x"), false));
    }

    @Test
    void whatWasUsedLongestAgoMakesRoom() {
        DnsCache cache = new DnsCache(200_000, clock);
        DnsjavaLookup small =
                new DnsjavaLookup(DnsServers.resolver(dns.address()), Optional.of(cache), DnsServers.BUDGET);
        dns.add(NAME, "TXT", "x");
        for (int i = 0; i < 100; i++) {
            dns.add("n" + i + ".example.org", "TXT", "x".repeat(10_000));
            assertThat(small.texts("n" + i + ".example.org")).isInstanceOf(Found.class);
            assertThat(small.texts(NAME)).isInstanceOf(Found.class);
        }

        assertThat(cache.count()).isBetween(10, 20);
        assertThat(dns.questions())
                .filteredOn(question -> question.name().equals(NAME))
                .hasSize(1);
    }

    private static Message reply(Message query, int code) {
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setRcode(code);
        reply.addRecord(query.getQuestion(), Section.QUESTION);
        return reply;
    }
}
