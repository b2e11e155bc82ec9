package org.letterlock.ingress.smtp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetAddress;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.contracts.inbound.SpfPolicy;
import org.letterlock.contracts.inbound.SpfPolicy.Action;
import org.letterlock.contracts.inbound.SpfReply;
import org.letterlock.contracts.inbound.SpfReply.Reason;
import org.letterlock.contracts.inbound.SpfRequest;
import org.letterlock.contracts.smtp.PeerLimits;
import org.letterlock.ingress.smtp.FakeServices;
import org.letterlock.ingress.smtp.SmtpClient;
import org.letterlock.ingress.smtp.TestIngress;
import org.letterlock.ingress.smtp.origin.SpfChecks;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;

/** What a client hears of SPF. */
class SpfTest {
    private static final LinkedBlockingQueue<SpfRequest> ASKED = new LinkedBlockingQueue<>();
    private static TestIngress ingress;

    @BeforeAll
    static void start() {
        ingress = new TestIngress();
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    @AfterEach
    void backToNormal() {
        ASKED.clear();
        ingress.spfPolicy = SpfPolicy.DEFAULT;
        ingress.peerLimits = PeerLimits.DEFAULT;
        ingress.fakes.spf = _ -> FakeServices.done(SpfChecks.NOT_CHECKED);
    }

    @Test
    @Tag("SPF-1")
    void theDomainsThatTheClientNamesAreAskedAbout() {
        answer(new SpfReply(List.of(), null));

        try (SmtpClient client = ingress.greet()) {
            mail(client, "joe@elsewhere.example");
            rcpt(client, "250 2.1.5 Recipient OK");
            client.send("RSET");
            client.expect("250 2.0.0 OK");
            client.send("MAIL FROM:<>");
            client.expect("250 2.1.0 Sender OK");
        }

        ReversePath joe = new ReversePath.To(new AddrSpec("joe", new Domain("elsewhere.example")));
        assertThat(ASKED).hasSize(2).allSatisfy(request -> {
            assertThat(request.client().isLoopback()).isTrue();
            assertThat(request.greeting()).isNotEmpty();
        });
        assertThat(ASKED).extracting(SpfRequest::reversePath).containsExactly(joe, new ReversePath.Null());
    }

    @Test
    @Tag("SPF-2")
    @Tag("SPF-3")
    void aRefusalMeetsEachRecipient() {
        try (SmtpClient client = ingress.greet()) {
            refuse(Reason.FAIL, "SPF check failed for elsewhere.example: not ours");
            mail(client, "joe@elsewhere.example");
            rcpt(client, "550 5.7.23 SPF check failed for elsewhere.example: not ours");
            rcpt(client, "550 5.7.23 SPF check failed for elsewhere.example: not ours");
            client.send("DATA");
            client.expect("554 5.5.1 No valid recipients");
            client.send("RSET");
            client.expect("250 2.0.0 OK");

            refuse(Reason.PERMANENT_ERROR, "SPF record of elsewhere.example cannot be used");
            mail(client, "joe@elsewhere.example");
            rcpt(client, "550 5.7.24 SPF record of elsewhere.example cannot be used");
            client.send("RSET");
            client.expect("250 2.0.0 OK");

            refuse(Reason.TEMPORARY_ERROR, "");
            mail(client, "joe@elsewhere.example");
            rcpt(client, "451 4.7.24 SPF check temporarily failed");
        }
    }

    @Test
    @Tag("LIMIT-5")
    void whatASenderLacksInTheDnsMeetsEachRecipient() {
        try (SmtpClient client = ingress.greet()) {
            refused(client, Reason.SENDER_DOMAIN_NOT_FOUND, "550 5.1.8 Sender domain not found");
            refused(client, Reason.SENDER_DOMAIN_NULL_MX, "550 5.7.27 Sender domain accepts no mail");
            refused(client, Reason.SENDER_DOMAIN_UNDECIDED, "451 4.1.8 Sender domain cannot be looked up");
            refused(client, Reason.NO_REVERSE_NAME, "550 5.7.25 Your address has no name");
            refused(client, Reason.REVERSE_NAME_UNDECIDED, "451 4.7.25 Your address cannot be looked up");
        }
        assertThat(ingress.fakes.events).extracting(SecurityEvent::name).contains("smtp.sender-rejected");
    }

    private static void refused(SmtpClient client, Reason reason, String reply) {
        refuse(reason, "");
        mail(client, "joe@elsewhere.example");
        rcpt(client, reply);
        client.send("RSET");
        client.expect("250 2.0.0 OK");
    }

    @Test
    @Tag("LIMIT-1")
    @Tag("LIMIT-5")
    void theLimitsSayWhatIsAskedForBesideSpf() {
        answer(new SpfReply(List.of(), null));
        IpGroupId here = new IpGroupId(UUID.randomUUID());
        ingress.policies.put(
                new IpGroup(here, "here", List.of(new IpGroup.Entry(new IpGroup.Match.Host("127.0.0.1"), true, ""))));
        try (SmtpClient client = ingress.greet()) {
            ingress.peerLimits = new PeerLimits(0, 0, true, true, null);
            accepted(client);
            ingress.spfPolicy = new SpfPolicy(Action.LOG, Action.LOG, null, here);
            ingress.peerLimits = PeerLimits.DEFAULT;
            accepted(client);
            ingress.peerLimits = new PeerLimits(0, 0, true, true, here);
            accepted(client);
            ingress.spfPolicy = SpfPolicy.DEFAULT;
            accepted(client);
        }

        assertThat(ASKED)
                .extracting(SpfRequest::sparesSpf, SpfRequest::requiresSenderDomain, SpfRequest::requiresReverseName)
                .containsExactly(tuple(false, true, true), tuple(true, true, false), tuple(false, false, false));
    }

    private static void accepted(SmtpClient client) {
        mail(client, "joe@elsewhere.example");
        rcpt(client, "250 2.1.5 Recipient OK");
        client.send("RSET");
        client.expect("250 2.0.0 OK");
    }

    @Test
    @Tag("FLOW-5")
    void noAnswerIsATemporaryFailureAndNeverAPass() {
        ingress.fakes.spf = _ -> CompletableFuture.failedFuture(new IllegalStateException("nobody answers"));

        try (SmtpClient client = ingress.greet()) {
            mail(client, "joe@elsewhere.example");
            rcpt(client, "451 4.3.0 Temporary failure, try again later");
        }
    }

    @Test
    @Tag("SPF-2")
    void theSenderIsAnsweredBeforeTheDnsIs() {
        CompletableFuture<SpfReply> slow = new CompletableFuture<>();
        ingress.fakes.spf = _ -> slow;

        try (SmtpClient client = ingress.greet()) {
            mail(client, "joe@elsewhere.example");
            client.send("RCPT TO:<anna@example.org>");
            slow.complete(new SpfReply(List.of(), new SpfReply.Refusal(Reason.FAIL, "late")));
            client.expect("550 5.7.23 late");
        }
    }

    @Test
    @Tag("FLOW-2")
    @Tag("SPF-5")
    void whoHasLoggedInOrIsExemptIsNotChecked() throws Exception {
        refuse(Reason.FAIL, "no");
        try (SmtpClient client = ingress.login()) {
            mail(client, "anna@example.org");
            rcpt(client, "250 2.1.5 Recipient OK");
        }
        IpGroupId here = new IpGroupId(UUID.randomUUID());
        ingress.policies.put(new IpGroup(
                here,
                "here",
                List.of(new IpGroup.Entry(
                        new IpGroup.Match.Host(InetAddress.getLoopbackAddress().getHostAddress()), true, ""))));
        ingress.spfPolicy = new SpfPolicy(Action.BLOCK, Action.BLOCK, null, here);
        ingress.peerLimits = new PeerLimits(0, 0, true, true, here);
        try (SmtpClient client = ingress.greet()) {
            mail(client, "joe@elsewhere.example");
            rcpt(client, "250 2.1.5 Recipient OK");
        }

        assertThat(ASKED).isEmpty();
    }

    private static void answer(SpfReply reply) {
        ingress.fakes.spf = request -> {
            ASKED.add(request);
            return FakeServices.done(reply);
        };
    }

    private static void refuse(Reason reason, String text) {
        answer(new SpfReply(List.of(), new SpfReply.Refusal(reason, text)));
    }

    private static void mail(SmtpClient client, String from) {
        client.send("MAIL FROM:<" + from + ">");
        client.expect("250 2.1.0 Sender OK");
    }

    private static void rcpt(SmtpClient client, String reply) {
        client.send("RCPT TO:<anna@example.org>");
        client.expect(reply);
    }
}
