package org.letterlock.standalone.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.letterlock.standalone.suite.StartPlan.Step;

@Timeout(20)
class StartPlanTest {
    private final List<String> begun = new CopyOnWriteArrayList<>();

    @Test
    void aStepBeginsWhenThoseBeforeItAreDone() {
        StartPlan.run(List.of(step("a"), step("b", "a"), step("c", "a", "b"), step("d", "c")));

        assertThat(begun).containsExactly("a", "b", "c", "d");
    }

    @Test
    void twoStepsRunBesideEachOther() {
        var meeting = new CyclicBarrier(2);
        Runnable meet = () -> {
            try {
                meeting.await(10, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };

        StartPlan.run(List.of(new Step("a", Set.of(), meet), new Step("b", Set.of(), meet)));
    }

    @Test
    void afterAFailureNothingMoreBegins() {
        var failing = new Step("b", Set.of("a"), () -> {
            throw new IllegalStateException("no luck");
        });

        assertThatThrownBy(() -> StartPlan.run(List.of(step("a"), failing, step("c", "b"))))
                .hasRootCauseMessage("no luck");
        assertThat(begun).containsExactly("a");
    }

    @Test
    void aStepCannotWaitForALaterOne() {
        assertThatThrownBy(() -> StartPlan.run(List.of(step("a", "b"), step("b"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Step step(String name, String... after) {
        return new Step(name, Set.of(after), () -> begun.add(name));
    }
}
