package org.letterlock.egress.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.egress.route.Target;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.netty.tls.TlsClients;
import org.letterlock.smtp.client.ClientProfile;
import org.letterlock.smtp.client.OutgoingMail;
import org.letterlock.smtp.client.OutgoingMail.OutgoingRecipient;
import org.letterlock.smtp.client.RecipientOutcome.ConnectionTrouble;
import org.letterlock.smtp.client.RecipientOutcome.Trouble;
import org.letterlock.smtp.command.RcptParameters;

class DeliveryDriverTest {
    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(ticker).build();
    private final CompletableFuture<Conversation> conversation = new CompletableFuture<>();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    @Tag("QUEUE-4")
    @Tag("QUEUE-13")
    void aPeerThatUsesUpThePatienceOfEachStepIsLeftAfterAnHour() {
        OutgoingRecipient recipient =
                new OutgoingRecipient(AddrSpec.parse("ben@elsewhere.example").require(), RcptParameters.NONE);
        OutgoingMail mail = new OutgoingMail(
                new ReversePath.Null(),
                1000,
                OutgoingMail.Content.SEVEN_BIT,
                null,
                null,
                Collections.nCopies(20, recipient));
        channel.pipeline()
                .addLast(DeliveryDriver.of(
                        new ClientProfile(
                                new Domain("out.example.org"),
                                ClientProfile.TlsUse.NEVER,
                                ClientProfile.LoginUse.NONE,
                                mail),
                        new Target("mx.example", new InetSocketAddress("127.0.0.1", 25)),
                        new TlsClients(List.of()),
                        null,
                        InputStream::nullInputStream,
                        conversation));

        reply("220 mx.example");
        int minutes = 0;
        while (minutes < 200 && !conversation.isDone()) {
            reply("250 ok");
            ticker.advance(4, TimeUnit.MINUTES);
            minutes += 4;
            channel.runScheduledPendingTasks();
        }

        assertThat(minutes).isEqualTo(60);
        assertThat(conversation.join().outcomes())
                .containsOnly(new ConnectionTrouble(Trouble.TIMED_OUT, null))
                .hasSize(20);
    }

    @Test
    @Tag("QUEUE-13")
    void aLargeContentHasTheTimeOfASlowLine() {
        assertThat(DeliveryDriver.longest(80 * 1024 * 1024))
                .isEqualTo(Duration.ofHours(1).plusSeconds(10 * 1024));
    }

    private void reply(String line) {
        channel.writeInbound(Unpooled.copiedBuffer(line + "\r\n", US_ASCII));
    }
}
