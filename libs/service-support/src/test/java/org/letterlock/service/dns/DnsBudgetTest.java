package org.letterlock.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.letterlock.messageauth.dns.AddressFamily;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsAnswer.Absent;
import org.letterlock.messageauth.dns.DnsAnswer.Failed;
import org.letterlock.messageauth.dns.DnsAnswer.Found;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.messageauth.dns.MailExchanger;

@Tag("FLOW-5")
@Timeout(20)
class DnsBudgetTest {
    private final CountDownLatch released = new CountDownLatch(1);

    /** Knows one text and has no end of the search for addresses. */
    private final DnsLookup lookup = new DnsLookup() {
        @Override
        public DnsAnswer<String> texts(String name) {
            return new Found<>(List.of(name), false);
        }

        @Override
        public DnsAnswer<InetAddress> addresses(String name, AddressFamily family) {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Absent<>(true);
        }

        @Override
        public DnsAnswer<MailExchanger> mailExchangers(String name) {
            return new Absent<>(true);
        }

        @Override
        public DnsAnswer<String> names(InetAddress address) {
            return new Absent<>(false);
        }
    };

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void withinTheBudgetAnswersArePassedOn() {
        DnsBudget budget = DnsBudget.forMessage(lookup);

        assertThat(budget.texts("x")).isEqualTo(new Found<>(List.of("x"), false));
        assertThat(budget.mailExchangers("x")).isEqualTo(new Absent<>(true));
        assertThat(budget.names(InetAddress.getLoopbackAddress())).isEqualTo(new Absent<>(false));
    }

    @Test
    void theQuestionThatOverrunsTheBudgetAndAllAfterItFail() {
        DnsBudget budget = DnsBudget.of(lookup, Duration.ofMillis(300));

        assertThat(budget.texts("x")).isInstanceOf(Found.class);
        assertThat(budget.addresses("x", AddressFamily.IPV4)).isEqualTo(new Failed<>("budget"));
        assertThat(budget.texts("x")).isEqualTo(new Failed<>("budget"));
        assertThat(budget.mailExchangers("x")).isEqualTo(new Failed<>("budget"));
    }
}
