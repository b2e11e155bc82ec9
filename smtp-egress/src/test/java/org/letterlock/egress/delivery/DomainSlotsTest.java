package org.letterlock.egress.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.mailsyntax.address.Domain;

@Tag("QUEUE-4")
class DomainSlotsTest {
    private static final Domain SLOW = new Domain("slow.example");
    private static final Domain OTHER = new Domain("other.example");

    private int total = 3;
    private final DomainSlots slots = new DomainSlots(() -> total, () -> 2);

    @Test
    void aSlowDomainLeavesRoomForOthers() {
        assertThat(slots.tryEnter(SLOW)).isTrue();
        assertThat(slots.tryEnter(SLOW)).isTrue();
        assertThat(slots.tryEnter(SLOW)).isFalse();
        assertThat(slots.busy()).containsExactly(SLOW);
        assertThat(slots.tryEnter(OTHER)).isTrue();
    }

    @Test
    void allTogetherAreLimitedToo() {
        slots.tryEnter(SLOW);
        slots.tryEnter(SLOW);
        slots.tryEnter(OTHER);

        assertThat(slots.free()).isZero();
        assertThat(slots.tryEnter(OTHER)).isFalse();
    }

    @Test
    void whoLeavesMakesRoom() {
        slots.tryEnter(SLOW);
        slots.tryEnter(SLOW);
        slots.leave(SLOW);

        assertThat(slots.busy()).isEmpty();
        assertThat(slots.free()).isEqualTo(2);
        assertThat(slots.tryEnter(SLOW)).isTrue();
    }

    @Test
    @Tag("CFG-7")
    void aChangedLimitActsAtOnceAndEndsNothing() {
        slots.tryEnter(SLOW);
        slots.tryEnter(OTHER);

        total = 1;

        assertThat(slots.free()).isZero();
        slots.leave(SLOW);
        assertThat(slots.tryEnter(SLOW)).isFalse();
        slots.leave(OTHER);
        assertThat(slots.tryEnter(SLOW)).isTrue();
    }
}
