package org.letterlock.imap.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

@Tag("IMAP-10")
class UidSetTest {
    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void setsBehaveAsSetsOfNumbers(long seed) {
        Random random = new Random(seed);
        TreeSet<Long> one = numbers(random);
        TreeSet<Long> other = numbers(random);
        TreeSet<Long> union = new TreeSet<>(one);
        union.addAll(other);
        TreeSet<Long> intersection = new TreeSet<>(one);
        intersection.retainAll(other);
        TreeSet<Long> difference = new TreeSet<>(one);
        difference.removeAll(other);

        assertThat(set(one).union(set(other))).isEqualTo(set(union));
        assertThat(set(one).intersection(set(other))).isEqualTo(set(intersection));
        assertThat(set(one).minus(set(other))).isEqualTo(set(difference));
        assertThat(set(one).size()).isEqualTo(one.size());
        for (long value = 1; value < 60; value++) {
            assertThat(set(one).contains(new Uid(value))).isEqualTo(one.contains(value));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsFormattedParsesToTheSameSet(long seed) {
        UidSet set = set(numbers(new Random(seed)));

        assertThat(UidSet.parse(set.format())).isEqualTo(new Parsed<>(set));
    }

    @Test
    void rangesInAnyOrderBecomeOne() {
        assertThat(UidSet.parse("7,9:8,2:1,3").require().format()).isEqualTo("1:3,7:9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1:", ",", "1,,2", "4294967296", "01", "1:*", "a", "-1", "99999999999999999999"})
    void whatIsNoSetIsRefused(String text) {
        assertThat(UidSet.parse(text)).isInstanceOf(SyntaxError.class);
    }

    @Test
    void rangesThatTouchAreNotAccepted() {
        List<UidRange> touching = List.of(new UidRange(new Uid(1), new Uid(2)), new UidRange(new Uid(3), new Uid(4)));

        assertThatThrownBy(() -> new UidSet(touching)).isInstanceOf(IllegalArgumentException.class);
    }

    private static TreeSet<Long> numbers(Random random) {
        TreeSet<Long> numbers = new TreeSet<>();
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            numbers.add(1L + random.nextInt(50));
        }
        return numbers;
    }

    private static UidSet set(TreeSet<Long> numbers) {
        return UidSet.of(new ArrayList<>(numbers).stream().map(Uid::new).toList());
    }
}
