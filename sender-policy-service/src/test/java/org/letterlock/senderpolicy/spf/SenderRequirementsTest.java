package org.letterlock.senderpolicy.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.inbound.SpfReply.Reason;
import org.letterlock.contracts.inbound.SpfRequest;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.service.dns.DnsBudget;
import org.letterlock.service.dns.DnsjavaLookup;
import org.letterlock.testkit.FakeDns;

/** What senders need in the DNS, with a DNS server. */
@Tag("LIMIT-5")
class SenderRequirementsTest {
    private static final IpAddress CLIENT = IpAddress.parse("192.0.2.10").require();
    private static final ReversePath NOBODY = new ReversePath.Null();

    private final FakeDns dns = FakeDns.start();

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void aDomainNeedsSomewhereThatMailForItCanGo() {
        dns.add("mx.example", "MX", "10 mail.mx.example.")
                .add("four.example", "A", "192.0.2.1")
                .add("six.example", "AAAA", "2001:db8::1")
                .add("text.example", "TXT", "\"nothing else\"");

        assertThat(ofDomain("mx.example")).isEmpty();
        assertThat(ofDomain("four.example")).isEmpty();
        assertThat(ofDomain("six.example")).isEmpty();
        assertThat(ofDomain("[192.0.2.1]")).isEmpty();
        assertThat(missing(NOBODY, true, false)).isEmpty();
        assertThat(ofDomain("text.example")).contains(Reason.SENDER_DOMAIN_NOT_FOUND);
        assertThat(ofDomain("none.example")).contains(Reason.SENDER_DOMAIN_NOT_FOUND);
        assertThat(missing(path("none.example"), false, false)).isEmpty();
    }

    @Test
    void aDomainThatSaysThatItTakesNoMailSendsNone() {
        dns.add("null.example", "MX", "0 .").add("null.example", "A", "192.0.2.1");

        assertThat(ofDomain("null.example")).contains(Reason.SENDER_DOMAIN_NULL_MX);
    }

    @Test
    void aDomainThatCannotBeLookedUpIsNotTakenForNone() {
        dns.failFor("away.example");

        assertThat(ofDomain("away.example")).contains(Reason.SENDER_DOMAIN_UNDECIDED);
    }

    @Test
    void anAddressNeedsAReverseNameWhereThatIsWanted() {
        assertThat(missing(NOBODY, false, true)).contains(Reason.NO_REVERSE_NAME);
        assertThat(missing(path("none.example"), true, true)).contains(Reason.NO_REVERSE_NAME);

        dns.add("10.2.0.192.in-addr.arpa", "PTR", "client.example.");
        assertThat(missing(NOBODY, false, true)).isEmpty();
        assertThat(missing(path("none.example"), true, true)).contains(Reason.SENDER_DOMAIN_NOT_FOUND);
    }

    @Test
    void anAddressThatCannotBeLookedUpIsNotTakenForNameless() {
        dns.failFor("10.2.0.192.in-addr.arpa");

        assertThat(missing(NOBODY, false, true)).contains(Reason.REVERSE_NAME_UNDECIDED);
    }

    private Optional<Reason> ofDomain(String domain) {
        return missing(path(domain), true, false);
    }

    private Optional<Reason> missing(ReversePath path, boolean senderDomain, boolean reverseName) {
        return new SenderRequirements(DnsBudget.forMessage(DnsjavaLookup.uncached(dns.address())))
                .missing(new SpfRequest(CLIENT, "client.example", path, false, senderDomain, reverseName));
    }

    private static ReversePath path(String domain) {
        return new ReversePath.To(new AddrSpec("joe", Domain.parse(domain).require()));
    }
}
