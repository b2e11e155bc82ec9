package org.letterlock.netty.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CountdownTest {
    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(ticker).build();
    private final List<String> expired = new ArrayList<>();
    private final Countdown countdown = new Countdown(channel.eventLoop(), () -> expired.add("expired"));

    @Test
    void expiresOnceAfterItsLimit() {
        countdown.start(Duration.ofSeconds(5));
        advance(4);
        assertThat(expired).isEmpty();
        advance(1);
        advance(100);
        assertThat(expired).hasSize(1);
    }

    @Test
    void aShorterLimitIsNotHeldUpByALongerOneBefore() {
        countdown.start(Duration.ofSeconds(100));
        countdown.start(Duration.ofSeconds(5));
        advance(5);
        assertThat(expired).hasSize(1);
    }

    @Test
    void aStoppedOneDoesNotExpireAndCanBeStartedAgain() {
        countdown.start(Duration.ofSeconds(5));
        countdown.stop();
        advance(10);
        assertThat(expired).isEmpty();
        countdown.start(Duration.ofSeconds(5));
        advance(5);
        assertThat(expired).hasSize(1);
    }

    @Test
    @Tag("SMTP-9")
    void aTransferSlowerThanTheRateIsEndedAndAFasterOneIsNot() {
        DataRate rate = new DataRate(channel.eventLoop(), 1024, Duration.ofSeconds(60), () -> expired.add("slow"));
        rate.start();
        rate.count(60 * 1024);
        advance(60);
        assertThat(expired).isEmpty();

        rate.count(60 * 1024 - 1);
        advance(60);

        assertThat(expired).containsExactly("slow");
    }

    private void advance(int seconds) {
        ticker.advance(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }
}
