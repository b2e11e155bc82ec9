package org.letterlock.ingress.smtp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.ingress.smtp.BuffersGivenBack;
import org.letterlock.ingress.smtp.FakeServices;
import org.letterlock.ingress.smtp.TestIngress;
import org.letterlock.netty.listener.Peer;
import org.letterlock.netty.listener.Transport;

@ExtendWith(BuffersGivenBack.class)
class TimeLimitsTest {
    private static final IpAddress CLIENT = IpAddress.parse("198.51.100.7").require();

    private static TestIngress ingress;

    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel channel = EmbeddedChannel.builder()
            .ticker(ticker)
            .handlers(new SmtpDriver(
                    ingress.services(),
                    new Peer(UUID.randomUUID(), "smtp", Transport.CLEAR, CLIENT, 4711, TestIngress.NOT_HERE, 25)))
            .build();

    @BeforeAll
    static void start() {
        ingress = new TestIngress();
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    @AfterEach
    void release() {
        ingress.fakes.broker = _ -> FakeServices.done(null);
        channel.finishAndReleaseAll();
    }

    @Test
    @Tag("SMTP-9")
    void aSilentClientIsSentAwayAfterFiveMinutes() {
        say("EHLO client.example\r\n");
        written();

        advance(Duration.ofSeconds(299));
        assertThat(written()).isEmpty();
        advance(Duration.ofSeconds(1));

        assertThat(written()).isEqualTo("421 4.4.2 Timeout\r\n");
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    @Tag("SMTP-9")
    void aClientThatSendsDropByDropIsSentAway() {
        say("EHLO client.example\r\n");
        say("MAIL FROM:<joe@elsewhere.example>\r\n");
        say("RCPT TO:<anna@example.org>\r\n");
        say("DATA\r\n");
        assertThat(written()).endsWith("354 End data with <CR><LF>.<CR><LF>\r\n");

        for (int i = 0; i < 60 && channel.isActive(); i++) {
            say("x: y\r\n");
            advance(Duration.ofSeconds(1));
        }

        assertThat(written()).isEqualTo("421 4.4.2 Timeout\r\n");
        assertThat(channel.isActive()).isFalse();
        assertThat(ingress.store.ids()).isEmpty();
    }

    @Test
    @Tag("SMTP-9")
    void aFastTransferMayTakeLong() {
        say("EHLO client.example\r\n");
        say("MAIL FROM:<joe@elsewhere.example>\r\nRCPT TO:<anna@example.org>\r\n");
        say("DATA\r\n");
        written();

        say("Subject: x\r\n\r\n");
        for (int i = 0; i < 200; i++) {
            say(("x".repeat(62) + "\r\n").repeat(17));
            advance(Duration.ofSeconds(1));
        }
        say(".\r\n");

        assertThat(written()).startsWith("250 2.0.0 Ok: queued as ");
        ingress.fakes.accepted.clear();
    }

    @Test
    @Tag("SMTP-9")
    void ourOwnSlownessIsNotTheClients() {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        ingress.fakes.broker = _ -> acknowledged;
        say("EHLO client.example\r\n");
        say("MAIL FROM:<joe@elsewhere.example>\r\nRCPT TO:<anna@example.org>\r\n");
        say("DATA\r\n");
        say("Subject: x\r\n\r\n.\r\n");
        written();

        advance(Duration.ofSeconds(400));
        assertThat(written()).isEmpty();
        acknowledged.complete(null);
        channel.runPendingTasks();

        assertThat(written()).startsWith("250 2.0.0 Ok: queued as ");
        ingress.fakes.accepted.clear();
    }

    @Test
    @Tag("SMTP-9")
    void theReplyToAMessageComesBeforeTheClientGivesUp() {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        ingress.fakes.broker = _ -> acknowledged;
        say("EHLO client.example\r\n");
        say("MAIL FROM:<joe@elsewhere.example>\r\nRCPT TO:<anna@example.org>\r\n");
        say("DATA\r\n");
        say("Subject: x\r\n\r\n.\r\n");
        written();

        advance(Duration.ofSeconds(539));
        assertThat(written()).isEmpty();
        advance(Duration.ofSeconds(1));
        assertThat(written()).isEqualTo("451 4.3.0 Temporary failure, try again later\r\n");
        acknowledged.complete(null);
        channel.runPendingTasks();

        assertThat(written()).isEmpty();
        say("NOOP\r\n");
        assertThat(written()).isEqualTo("250 2.0.0 OK\r\n");
        ingress.fakes.accepted.clear();
    }

    @Test
    @Tag("SMTP-9")
    void aSessionLastsTwoHoursAtMost() {
        say("EHLO client.example\r\n");
        written();

        for (int i = 0; i < 119; i++) {
            advance(Duration.ofMinutes(1));
            say("NOOP\r\n");
            assertThat(written()).isEqualTo("250 2.0.0 OK\r\n");
        }
        advance(Duration.ofMinutes(1));

        assertThat(written()).isEqualTo("421 4.4.2 Timeout\r\n");
    }

    private void say(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
        channel.runPendingTasks();
    }

    private void advance(Duration time) {
        ticker.advance(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private String written() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            text.append(out.toString(StandardCharsets.US_ASCII));
            out.release();
        }
        return text.toString();
    }
}
