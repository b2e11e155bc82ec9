package org.letterlock.ingress.smtp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.contracts.session.SessionSelection;
import org.letterlock.ingress.smtp.SmtpClient;
import org.letterlock.ingress.smtp.TestDirectory;
import org.letterlock.ingress.smtp.TestIngress;
import org.letterlock.netty.session.SessionEnd;

/** Logged-in sessions: listed, limited, and ended from outside. */
class LiveSessionsTest {
    private static final SessionSelection ANNAS = new SessionSelection.OfAccount(TestDirectory.ANNA);
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
    void everybodyLeaves() {
        ingress.register.end(new SessionSelection.All());
        awaitSessions(0);
    }

    @Test
    @Tag("SESS-1")
    void aSessionIsListedFromItsLoginOn() {
        try (SmtpClient greeted = ingress.connect("smtps")) {
            greeted.expect("220 mx.example.org ESMTP");
            assertThat(ingress.register.find(new SessionSelection.All())).isEmpty();

            try (SmtpClient client = ingress.login()) {
                assertThat(ingress.register.find(ANNAS)).singleElement().satisfies(session -> {
                    assertThat(session.service()).isEqualTo("smtps");
                    assertThat(session.protocol()).isEqualTo("ESMTPSA");
                    assertThat(session.mechanism()).isEqualTo("PLAIN");
                    assertThat(session.tlsVersion()).startsWith("TLSv1.");
                    assertThat(session.tlsCipherSuite()).startsWith("TLS_");
                    assertThat(session.lastActivity()).isBetween(session.startedAt(), Instant.now());
                });
                client.send("QUIT");
                client.expect("221 2.0.0 Bye");
            }
        }
        awaitSessions(0);
    }

    @Test
    @Tag("CONN-8")
    void anAccountHasSoManySessionsAndNoMore() {
        try (SmtpClient one = ingress.login();
                SmtpClient two = ingress.login();
                SmtpClient three = ingress.login();
                SmtpClient four = ingress.connect("smtps")) {
            assertThat(one).isNotSameAs(two).isNotSameAs(three);
            four.expect("220 mx.example.org ESMTP");
            four.ehlo();
            four.send("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0");
            four.expect("454 4.7.0 Too many sessions");

            three.send("QUIT");
            three.expect("221 2.0.0 Bye");
            awaitSessions(2);
            four.send("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0");
            four.expect("235 2.7.0 Authentication successful");
        }
    }

    @Test
    @Tag("SESS-6")
    @Tag("ACP-6")
    void aSessionThatMustEndIsToldWhyAndClosed() {
        try (SmtpClient client = ingress.login()) {
            ingress.register.review(ANNAS, _ -> Optional.of(SessionEnd.ACCESS_POLICY));

            client.expect("421 4.7.0 Access policy changed");
            client.expectClosed();
        }
    }

    @Test
    @Tag("SESS-6")
    @Tag("SMTP-7")
    void anAnswerThatIsUnderWayIsGivenFirst() {
        CompletableFuture<SenderCheckReply> verdict = new CompletableFuture<>();
        ingress.fakes.senderPolicy = _ -> verdict;
        try (SmtpClient client = ingress.login()) {
            client.send("MAIL FROM:<anna@example.org>");
            while (ingress.fakes.senderChecks.isEmpty()) {
                Thread.onSpinWait();
            }
            ingress.register.end(ANNAS);
            verdict.complete(new SenderCheckReply.Permitted(null));

            client.expect("250 2.1.0 Sender OK");
            client.expect("421 4.7.0 Session ended by an administrator");
            client.expectClosed();
        } finally {
            ingress.fakes.senderPolicy = _ -> CompletableFuture.completedFuture(new SenderCheckReply.Permitted(null));
        }
    }

    private static void awaitSessions(int wanted) {
        Instant end = Instant.now().plusSeconds(5);
        while (ingress.register.count(TestDirectory.ANNA, AccessService.SMTP_SUBMISSION) != wanted) {
            assertThat(Instant.now()).isBefore(end);
            Thread.onSpinWait();
        }
    }
}
