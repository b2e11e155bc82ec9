package org.letterlock.ingress.smtp.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeldOctetsTest {
    @Test
    void roomIsThereAgainWhenAMessageIsLetGo() {
        HeldOctets held = new HeldOctets(1000);
        HeldOctets.Share one = held.share();
        HeldOctets.Share other = held.share();

        one.add(600);
        assertThat(held.hasRoom()).isTrue();
        other.add(400);
        assertThat(held.hasRoom()).isFalse();
        one.release();
        one.release();
        one.add(10_000);

        assertThat(held.hasRoom()).isTrue();
    }

    @Test
    void oneMessageCountsForNoMoreThanIsKeptInMemory() {
        HeldOctets held = new HeldOctets(1024 * 1024);
        HeldOctets.Share large = held.share();

        for (int i = 0; i < 1_000; i++) {
            large.add(64 * 1024);
        }

        assertThat(held.hasRoom()).isTrue();
    }
}
