package org.letterlock.ingress.smtp.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.IpAddress;

@Tag("LIMIT-2")
class HourlyCountsTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:30Z");
    private static final IpAddress CLIENT = IpAddress.parse("192.0.2.1").require();

    private final HourlyCounts counts = new HourlyCounts();

    @Test
    void whatIsOlderThanAnHourIsForgotten() {
        counts.add(CLIENT, START, START);
        counts.add(CLIENT, START, START);
        Instant later = START.plus(Duration.ofMinutes(30));
        counts.add(CLIENT, later, later);

        assertThat(counts.of(CLIENT, later)).isEqualTo(3);
        assertThat(counts.of(CLIENT, START.plus(Duration.ofMinutes(59)))).isEqualTo(3);
        assertThat(counts.of(CLIENT, START.plus(Duration.ofMinutes(60)))).isEqualTo(1);
        assertThat(counts.of(CLIENT, START.plus(Duration.ofDays(400)))).isZero();
    }

    @Test
    void whatComesLateCountsForItsMinute() {
        counts.add(CLIENT, START, START.plus(Duration.ofMinutes(50)));
        counts.add(CLIENT, START, START.plus(Duration.ofMinutes(61)));

        assertThat(counts.of(CLIENT, START.plus(Duration.ofMinutes(50)))).isEqualTo(1);
        counts.add(CLIENT, START.plus(Duration.ofMinutes(5)), START.plus(Duration.ofMinutes(50)));
        assertThat(counts.of(CLIENT, START.plus(Duration.ofMinutes(64)))).isEqualTo(1);
        assertThat(counts.of(CLIENT, START.plus(Duration.ofMinutes(65)))).isZero();
    }

    @Test
    void aClockThatIsSetBackForgetsNothing() {
        counts.add(CLIENT, START, START);
        counts.add(CLIENT, START, START.minus(Duration.ofMinutes(5)));

        assertThat(counts.of(CLIENT, START)).isEqualTo(2);
    }

    @Test
    void ofTooManyClientsTheFirstIsForgotten() {
        for (int n = 0; n <= HourlyCounts.MAX_CLIENTS; n++) {
            counts.add(client(n), START, START);
        }

        assertThat(counts.of(client(0), START)).isZero();
        assertThat(counts.of(client(1), START)).isEqualTo(1);
    }

    private static IpAddress client(int n) {
        return IpAddress.parse("10.%d.%d.%d".formatted(n / 65_536, n / 256 % 256, n % 256))
                .require();
    }
}
