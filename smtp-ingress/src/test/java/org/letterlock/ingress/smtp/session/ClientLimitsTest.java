package org.letterlock.ingress.smtp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.smtp.ClientCount;
import org.letterlock.contracts.smtp.PeerLimits;
import org.letterlock.ingress.smtp.SmtpClient;
import org.letterlock.ingress.smtp.TestIngress;

/** What a client of port 25 that has not logged in may do. */
class ClientLimitsTest {
    private static final String BLOCK = "127.0.0.1/32";
    private static final String TAKEN = "smtp.messages-taken";
    private static final String UNKNOWN = "smtp.unknown-recipients";
    private static final IpAddress HERE = IpAddress.parse("127.0.0.1").require();

    private TestIngress ingress;

    @BeforeEach
    void start() {
        ingress = new TestIngress();
    }

    @AfterEach
    void stop() {
        ingress.close();
    }

    @Test
    @Tag("LIMIT-2")
    void whoHasSentEnoughSendsNoMoreForNow() {
        ingress.peerLimits = new PeerLimits(2, 10, false, false, null);

        try (SmtpClient client = ingress.greet();
                SmtpClient other = ingress.greet()) {
            deliver(client);
            deliver(other);
            refuse(client);
            refuse(other);
        }

        assertThat(ingress.fakes.counts).containsExactly(TAKEN, TAKEN);
    }

    @Test
    @Tag("LIMIT-1")
    @Tag("LIMIT-2")
    void messagesThatOtherReplicasTookCountToo() {
        ingress.peerLimits = new PeerLimits(2, 10, false, false, null);
        ClientLimitsFeed feed = new ClientLimitsFeed(ingress);

        feed.take(HERE, Instant.now());
        feed.take(HERE, Instant.now().minusSeconds(3700));
        feed.take(IpAddress.parse("192.0.2.7").require(), Instant.now());

        try (SmtpClient client = ingress.greet()) {
            deliver(client);
            refuse(client);
        }
    }

    @Test
    @Tag("LIMIT-1")
    void neitherMembersOfTheExemptGroupNorThoseWhoHaveLoggedInAreCounted() {
        IpGroupId group = new IpGroupId(UUID.randomUUID());
        ingress.policies.put(
                new IpGroup(group, "local", List.of(new IpGroup.Entry(new IpGroup.Match.Host("127.0.0.1"), true, ""))));
        ingress.peerLimits = new PeerLimits(1, 1, false, false, group);

        try (SmtpClient client = ingress.greet()) {
            deliver(client);
            deliver(client);
            unknown(client);
        }
        ingress.peerLimits = new PeerLimits(1, 1, false, false, null);
        try (SmtpClient client = ingress.login()) {
            client.ehlo();
            client.send("MAIL FROM:<anna@example.org>");
            client.expect("250 2.1.0 Sender OK");
            client.send("RCPT TO:<nobody@example.org>");
            client.expect("550 5.1.1 <nobody@example.org>: Recipient unknown");
        }

        assertThat(ingress.fakes.counts).isEmpty();
    }

    @Test
    @Tag("LIMIT-2")
    @Tag("LIMIT-4")
    void noLimitIsNoCount() {
        ingress.peerLimits = new PeerLimits(0, 0, false, false, null);

        try (SmtpClient client = ingress.greet()) {
            unknown(client);
            client.send("RSET");
            client.expect("250 2.0.0 OK");
            deliver(client);
        }

        assertThat(ingress.fakes.counts).doesNotContain(UNKNOWN);
    }

    @Test
    @Tag("LIMIT-4")
    void eachUnknownRecipientIsToldAndTheOpenSessionsOfABlockedClientEnd() {
        try (SmtpClient client = ingress.greet();
                SmtpClient idle = ingress.greet();
                SmtpClient submission = ingress.login()) {
            unknown(client);
            client.send("RCPT TO:<nobody2@example.org>");
            client.expect("550 5.1.1 <nobody2@example.org>: Recipient unknown");
            assertThat(ingress.fakes.counts).containsExactly(UNKNOWN, UNKNOWN);

            ingress.policies.putBlock(BLOCK, block(AddressBlock.Reason.GUESSING));
            client.send("NOOP");
            client.expect("250 2.0.0 OK");
            ingress.policies.putBlock(BLOCK, block(AddressBlock.Reason.HARVEST));

            client.expect("421 4.7.0 Too many unknown recipients");
            client.expectClosed();
            idle.expect("421 4.7.0 Too many unknown recipients");
            idle.expectClosed();
            submission.send("NOOP");
            submission.expect("250 2.0.0 OK");
        }
    }

    private static AddressBlock block(AddressBlock.Reason reason) {
        return new AddressBlock("127.0.0.1", 32, Instant.now(), Instant.now().plusSeconds(3600), reason);
    }

    private static void deliver(SmtpClient client) {
        client.send("MAIL FROM:<joe@elsewhere.example>");
        client.expect("250 2.1.0 Sender OK");
        client.send("RCPT TO:<anna@example.org>");
        client.expect("250 2.1.5 Recipient OK");
        client.send("DATA");
        client.expect("354 End data with <CR><LF>.<CR><LF>");
        client.raw("From: joe@elsewhere.example\r\nDate: Mon, 2 Mar 2026 10:00:00 +0000\r\n\r\nhello\r\n.\r\n");
        assertThat(client.line()).startsWith("250 2.0.0 ");
    }

    private static void refuse(SmtpClient client) {
        client.send("MAIL FROM:<joe@elsewhere.example>");
        client.expect("450 4.7.1 Too many messages from your address");
    }

    private static void unknown(SmtpClient client) {
        client.send("MAIL FROM:<joe@elsewhere.example>");
        client.expect("250 2.1.0 Sender OK");
        client.send("RCPT TO:<nobody@example.org>");
        client.expect("550 5.1.1 <nobody@example.org>: Recipient unknown");
    }

    /** Another replica. */
    private record ClientLimitsFeed(TestIngress ingress) {
        void take(IpAddress client, Instant at) {
            ingress.services().clientLimits().heard(new ClientCount(UUID.randomUUID(), UUID.randomUUID(), client, at));
        }
    }
}
