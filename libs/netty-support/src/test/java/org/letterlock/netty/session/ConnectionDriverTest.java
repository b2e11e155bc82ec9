package org.letterlock.netty.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.netty.BuffersGivenBack;

@ExtendWith(BuffersGivenBack.class)
class ConnectionDriverTest {
    private final MockTicker ticker = Ticker.newMockTicker();
    private final LetterDriver driver = new LetterDriver();
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(ticker).handlers(driver).build();

    /** Each letter is a unit: 'w' waits for an answer, 'q' ends, 'x' breaks, every other one is echoed. */
    private static final class LetterDriver extends ConnectionDriver<Character> {
        final List<String> events = new ArrayList<>();
        CompletableFuture<String> answer = new CompletableFuture<>();

        LetterDriver() {
            super(arrived -> Optional.of((char) arrived.readByte()));
        }

        @Override
        protected void onOpen() {
            events.add("open");
            writeAscii("hello ");
            expectInput(Duration.ofSeconds(10));
        }

        @Override
        protected void onFrame(Character letter) {
            switch (letter) {
                case 'w' ->
                    await(answer, (value, failure) -> {
                        writeAscii(failure == null ? value : "failed");
                        expectInput(Duration.ofSeconds(10));
                    });
                case 'q' -> end();
                case 'x' -> throw new IllegalStateException("broken");
                default -> writeAscii(letter.toString());
            }
        }

        @Override
        protected void onTimeout() {
            events.add("timeout");
            writeAscii("timeout");
            end();
        }

        @Override
        protected void onShutdown() {
            events.add("shutdown");
        }

        @Override
        protected void onClosed() {
            events.add("closed");
        }

        @Override
        protected void onFault(Throwable fault) {
            events.add("fault " + fault.getMessage());
            writeAscii("fault");
        }
    }

    @Test
    void unitsAfterOneThatWaitsAreHandledWhenTheAnswerIsThere() {
        channel.writeInbound(ascii("abwcd"));
        assertThat(written()).isEqualTo("hello ab");

        driver.answer.complete("!");
        channel.runPendingTasks();

        assertThat(written()).isEqualTo("!cd");
        finish();
    }

    @Test
    void anAnswerThatFailsIsAnOutcomeToo() {
        channel.writeInbound(ascii("wa"));

        driver.answer.completeExceptionally(new IllegalStateException());
        channel.runPendingTasks();

        assertThat(written()).isEqualTo("hello faileda");
        finish();
    }

    @Test
    void anAnswerAfterTheEndOfTheConnectionIsDropped() {
        channel.writeInbound(ascii("wa"));
        channel.close();

        driver.answer.complete("late");
        channel.runPendingTasks();

        assertThat(written()).isEqualTo("hello ");
        assertThat(driver.events).containsExactly("open", "closed");
    }

    @Test
    void nothingIsHandledBehindTheEnd() {
        channel.writeInbound(ascii("aqbcd"));

        assertThat(written()).isEqualTo("hello a");
        assertThat(channel.isActive()).isFalse();
        assertThat(driver.events).containsExactly("open", "closed");
    }

    @Test
    void aFaultIsToldAndClosesTheConnection() {
        channel.writeInbound(ascii("axb"));

        assertThat(written()).isEqualTo("hello afault");
        assertThat(channel.isActive()).isFalse();
        assertThat(driver.events).containsExactly("open", "fault broken", "closed");
    }

    @Test
    void inputThatWaitsHasALimit() {
        channel.writeInbound(ascii("w"));
        channel.writeInbound(ascii("a".repeat(100)));
        assertThat(channel.config().isAutoRead()).isTrue();

        channel.writeInbound(ascii("a".repeat(64 * 1024)));
        assertThat(channel.config().isAutoRead()).isFalse();

        driver.answer.complete("");
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(written()).hasSize("hello ".length() + 64 * 1024 + 100);
        finish();
    }

    @Test
    @Tag("SMTP-9")
    void silenceHasALimitThatEachArrivalRenews() {
        advance(Duration.ofSeconds(9));
        channel.writeInbound(ascii("a"));
        advance(Duration.ofSeconds(9));
        assertThat(driver.events).containsExactly("open");

        advance(Duration.ofSeconds(1));

        assertThat(driver.events).containsExactly("open", "timeout", "closed");
        assertThat(written()).isEqualTo("hello atimeout");
    }

    @Test
    void nobodyIsBlamedForOurOwnSilence() {
        channel.writeInbound(ascii("w"));

        advance(Duration.ofMinutes(10));

        assertThat(driver.events).containsExactly("open");
        driver.answer.complete("");
        channel.runPendingTasks();
        advance(Duration.ofSeconds(10));
        assertThat(driver.events).containsExactly("open", "timeout", "closed");
        written();
    }

    @Test
    void aShutdownIsToldToTheDriver() {
        channel.pipeline().fireUserEventTriggered(ShutdownNotice.LISTENER_STOPS);

        assertThat(driver.events).containsExactly("open", "shutdown");
        finish();
    }

    static List<Long> seeds() {
        return new Random(1).longs(50).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void repliesDoNotDependOnHowTheOctetsArrive(long seed) {
        Random random = new Random(seed);
        String input = "abcdefghij".repeat(20);
        for (int at = 0; at < input.length(); ) {
            int end = Math.min(input.length(), at + 1 + random.nextInt(7));
            channel.writeInbound(ascii(input.substring(at, end)));
            at = end;
        }

        assertThat(written()).isEqualTo("hello " + input);
        finish();
    }

    private void finish() {
        channel.finishAndReleaseAll();
    }

    private void advance(Duration time) {
        ticker.advance(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
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
