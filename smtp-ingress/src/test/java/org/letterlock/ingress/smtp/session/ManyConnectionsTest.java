package org.letterlock.ingress.smtp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.ingress.smtp.BuffersGivenBack;
import org.letterlock.ingress.smtp.SmtpClient;
import org.letterlock.ingress.smtp.TestIngress;

@ExtendWith(BuffersGivenBack.class)
class ManyConnectionsTest {
    private static final String MESSAGE = "Subject: x\r\n\r\ntext\r\n.\r\n";

    @Test
    @Tag("CONN-2")
    void aThousandSlowSendersDoNotKeepAnotherFromSending() throws Exception {
        try (TestIngress ingress = new TestIngress()) {
            List<SmtpClient> slow = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                slow.add(ingress.greet());
            }
            for (SmtpClient client : slow) {
                client.envelope("joe@elsewhere.example", "anna@example.org");
                client.raw("Subj");
            }

            try (SmtpClient quick = ingress.greet()) {
                assertThat(quick.deliver("joe@elsewhere.example", "ben@example.org", "Subject: y\r\n\r\nz\r\n"))
                        .startsWith("250 ");
            }
            ingress.takeAccepted();
            for (SmtpClient client : slow) {
                client.raw(MESSAGE.substring(4));
            }
            for (SmtpClient client : slow) {
                client.expectPrefix("250 2.0.0 Ok: queued as ");
                client.close();
            }
            assertThat(ingress.fakes.accepted).hasSize(1_000);
        }
    }

    @Test
    @Tag("SVC-5")
    void aStopLetsAMessageUnderWayEnd() throws Exception {
        try (TestIngress ingress = new TestIngress();
                SmtpClient sending = ingress.greet();
                SmtpClient idle = ingress.greet()) {
            sending.envelope("joe@elsewhere.example", "anna@example.org");
            sending.raw("Subject: x\r\n");
            Thread stopping =
                    Thread.startVirtualThread(() -> ingress.listener("smtp").stop(Duration.ofSeconds(10)));
            idle.expect("421 4.3.2 Service shutting down");
            idle.expectClosed();

            sending.raw("\r\ntext\r\n.\r\n");

            sending.expectPrefix("250 2.0.0 Ok: queued as ");
            sending.expect("421 4.3.2 Service shutting down");
            sending.expectClosed();
            stopping.join();
        }
    }

    @Test
    @Tag("CFG-1")
    void aLimitChangedNowHoldsForTheNextConnection() {
        try (TestIngress ingress = new TestIngress();
                SmtpClient first = ingress.greet()) {
            ingress.policies.put(new ServicePolicy("smtp", true, null, 1, 0));
            try (SmtpClient second = ingress.connect("smtp")) {
                second.expect("554 refused");
                second.expectClosed();
            }
            first.send("NOOP");
            first.expect("250 2.0.0 OK");
        }
    }

    @Test
    @Tag("GUESS-5")
    void aBlockedAddressMayDeliverMailButNotLogIn() {
        try (TestIngress ingress = new TestIngress();
                SmtpClient client = ingress.greet()) {
            client.ehlo();
            client.send("STARTTLS");
            client.expectPrefix("220");
            client.startTls(ingress.ca.clientContext());
            assertThat(client.ehlo()).anyMatch(line -> line.contains("AUTH "));

            ingress.policies.putBlock(
                    "127.0.0.1/32",
                    new AddressBlock(
                            "127.0.0.1",
                            32,
                            Instant.now(),
                            Instant.now().plusSeconds(300),
                            AddressBlock.Reason.GUESSING));

            assertThat(client.ehlo()).noneMatch(line -> line.contains("AUTH"));
            client.send("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0");
            client.expect("454 4.7.0 Temporary authentication failure");
            assertThat(client.deliver("joe@elsewhere.example", "anna@example.org", "Subject: hello\r\n\r\nHello.\r\n"))
                    .startsWith("250 ");

            ingress.policies.removeBlock("127.0.0.1/32");
            client.send("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0");
            client.expect("235 2.7.0 Authentication successful");
        }
    }
}
