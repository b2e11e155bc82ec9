package org.letterlock.admin.ipgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

@Tag("IPG-4")
class GroupNestingTest {
    private final Map<IpGroupId, IpGroup> groups = new HashMap<>();

    @Test
    void sixteenLevelsAreAllowedAndOneMoreIsNot() {
        chain(1, 16);

        assertThatCode(() -> GroupNesting.require(group(1), groups)).doesNotThrowAnyException();
        put(17, 1);
        assertProblem(17, ProblemType.VALIDATION);
    }

    @Test
    void theLevelsAboveAGroupCountToo() {
        chain(1, 10);
        chain(21, 30);

        put(10, 21); // the innermost of ten takes in ten more

        assertProblem(10, ProblemType.VALIDATION);
    }

    @Test
    void aDeepGroupElsewhereIsNoReasonToRefuse() {
        chain(1, 20);
        put(30);

        assertThatCode(() -> GroupNesting.require(group(30), groups)).doesNotThrowAnyException();
    }

    @Test
    void noGroupContainsItself() {
        chain(1, 5);
        put(5, 1);

        assertProblem(5, ProblemType.GROUP_CYCLE);
        put(6, 6);
        assertProblem(6, ProblemType.GROUP_CYCLE);
    }

    @Test
    void manyWaysToAGroupCostNothing() {
        int wide = 12;
        for (int level = 0; level < 16; level++) {
            for (int place = 0; place < wide; place++) {
                int next = (level + 1) * wide;
                put(
                        level * wide + place,
                        level == 15
                                ? new int[0]
                                : IntStream.range(next, next + wide).toArray());
            }
        }

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> GroupNesting.require(group(0), groups));
    }

    private void chain(int outermost, int innermost) {
        for (int number = outermost; number < innermost; number++) {
            put(number, number + 1);
        }
        put(innermost);
    }

    private void put(int number, int... nested) {
        List<IpGroup.Entry> entries = IntStream.of(nested)
                .mapToObj(inner -> new IpGroup.Entry(new IpGroup.Match.Nested(id(inner)), true, ""))
                .toList();
        groups.put(id(number), new IpGroup(id(number), "group " + number, entries));
    }

    private IpGroup group(int number) {
        return groups.get(id(number));
    }

    private static IpGroupId id(int number) {
        return new IpGroupId(new UUID(0, number + 1));
    }

    private void assertProblem(int number, ProblemType type) {
        assertThatThrownBy(() -> GroupNesting.require(group(number), groups))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(type));
    }
}
