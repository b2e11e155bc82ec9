package org.letterlock.contracts.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long it takes to find an address in a group of 10 000 entries that do not touch, half of them in groups within it:
 * {@code mvn -Pbenchmark -pl libs/contracts test -Dtest=IpGroupMatchBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class IpGroupMatchBenchmark {
    private static final int ENTRIES = 10_000;
    private static final double LIMIT_MICROSECONDS = 50;
    private static final IpGroupId OUTER = new IpGroupId(new UUID(0, 1));
    private static final IpGroupId INNER = new IpGroupId(new UUID(0, 2));

    private final List<IpAddress> peers = new ArrayList<>();
    private IpGroups groups = IpGroups.NONE;
    private int next;

    @Setup
    public void compile() {
        Random random = new Random(4);
        List<IpGroup.Entry> outer = new ArrayList<>(List.of(entry(new IpGroup.Match.Nested(INNER))));
        List<IpGroup.Entry> inner = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            IpGroup.Match match = i % 4 == 0
                    ? new IpGroup.Match.Network("2001:db8:%x::".formatted(2 * i), 48)
                    : new IpGroup.Match.Host("10.%d.%d.%d".formatted(i / 16_384, i / 64 % 256, i % 64 * 4));
            (i % 2 == 0 ? outer : inner).add(entry(match));
            peers.add(IpAddress.parse(
                            random.nextBoolean()
                                    ? "10.0.%d.%d".formatted(random.nextInt(256), random.nextInt(256))
                                    : "2001:db8:%x::1".formatted(random.nextInt(0x10000)))
                    .require());
        }
        groups = IpGroups.of(
                List.of(new IpGroup(OUTER, "outer", outer), new IpGroup(INNER, "inner", inner)),
                IpGroups.Surroundings.NONE);
    }

    @Benchmark
    public boolean match() {
        next = (next + 1) % peers.size();
        return groups.contains(OUTER, peers.get(next));
    }

    @Test
    @Tag("IPG-4")
    void aMatchAmongTenThousandEntriesTakesLessThanFiftyMicroseconds() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(IpGroupMatchBenchmark.class.getName() + ".match")
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .build())
                .run();

        assertThat(results).singleElement().satisfies(result -> assertThat(
                        result.getPrimaryResult().getScore())
                .isLessThan(LIMIT_MICROSECONDS));
    }

    private static IpGroup.Entry entry(IpGroup.Match match) {
        return new IpGroup.Entry(match, true, "");
    }
}
