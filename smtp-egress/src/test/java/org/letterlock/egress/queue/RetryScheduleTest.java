package org.letterlock.egress.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Envelope;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;

@Tag("QUEUE-2")
class RetryScheduleTest {
    private static final Instant ACCEPTED = Instant.parse("2026-03-01T12:00:00Z");
    private static final AddrSpec ANNA = AddrSpec.parse("anna@example.org").require();

    private DeliveryPolicy policy = DeliveryPolicy.DEFAULT;
    private final RetrySchedule schedule = new RetrySchedule(() -> policy, new Random(1));

    @Test
    void theDelaysGrowAndTheLastOneRepeats() {
        List<Long> minutes = new ArrayList<>();
        for (int failed = 1; failed <= 8; failed++) {
            Duration delay = Duration.between(
                    ACCEPTED, schedule.nextAttempt(message(new ReversePath.To(ANNA)), failed, ACCEPTED));
            minutes.add(delay.toMinutes());
        }

        List<Long> wanted = List.of(5L, 15L, 30L, 60L, 120L, 240L, 240L, 240L);
        for (int i = 0; i < wanted.size(); i++) {
            assertThat((double) minutes.get(i)).isBetween(wanted.get(i) * 0.9 - 1, wanted.get(i) * 1.1);
        }
    }

    @Test
    void theDelaysDiffer() {
        Set<Instant> moments = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            moments.add(schedule.nextAttempt(message(new ReversePath.To(ANNA)), 1, ACCEPTED));
        }

        assertThat(moments).hasSizeGreaterThan(15);
    }

    @Test
    void theLastAttemptIsWhenTheMessageExpires() {
        AcceptedMessage message = message(new ReversePath.To(ANNA));

        assertThat(schedule.nextAttempt(message, 9, ACCEPTED.plus(Duration.ofHours(119))))
                .isEqualTo(ACCEPTED.plus(Duration.ofDays(5)));
        assertThat(schedule.isExpired(message, ACCEPTED.plus(Duration.ofDays(5))))
                .isTrue();
        assertThat(schedule.isExpired(message, ACCEPTED.plus(Duration.ofHours(119))))
                .isFalse();
    }

    @Test
    void reportsAreGivenUpEarlier() {
        assertThat(schedule.expiry(message(new ReversePath.Null()))).isEqualTo(ACCEPTED.plus(Duration.ofDays(2)));
    }

    @Test
    void theSenderIsWarnedAfterFourHours() {
        AcceptedMessage message = message(new ReversePath.To(ANNA));

        assertThat(schedule.isLate(message, ACCEPTED.plus(Duration.ofMinutes(239))))
                .isFalse();
        assertThat(schedule.isLate(message, ACCEPTED.plus(Duration.ofHours(4)))).isTrue();
    }

    @Test
    @Tag("CFG-7")
    void aChangedPolicyActsOnWhatWaitsAlready() {
        AcceptedMessage message = message(new ReversePath.To(ANNA));
        DeliveryPolicy old = DeliveryPolicy.DEFAULT;

        policy = new DeliveryPolicy(
                List.of(60),
                0,
                3600,
                7200,
                1,
                1,
                1,
                old.hideClientAddress(),
                old.signedConversion(),
                old.logSubjects());

        assertThat(Duration.between(ACCEPTED, schedule.nextAttempt(message, 5, ACCEPTED)))
                .isBetween(Duration.ofSeconds(54), Duration.ofSeconds(66));
        assertThat(schedule.isLate(message, ACCEPTED.plus(Duration.ofDays(9)))).isFalse();
        assertThat(schedule.isExpired(message, ACCEPTED.plus(Duration.ofHours(1))))
                .isTrue();
        assertThat(schedule.expiry(message(new ReversePath.Null()))).isEqualTo(ACCEPTED.plus(Duration.ofHours(2)));
    }

    private static AcceptedMessage message(ReversePath path) {
        return new AcceptedMessage(
                new QueueId(UUID.randomUUID()),
                ACCEPTED,
                new Envelope(
                        path, null, null, List.of(new Recipient(ANNA, new Destination.Remote(ANNA), Set.of(), null))),
                new SealedContent(
                        new ObjectId(UUID.randomUUID()),
                        Octets.wrap(new byte[0]),
                        0,
                        0,
                        new SealedContent.Place.Inline(Octets.wrap(new byte[0])),
                        List.of()),
                "submission",
                null,
                null,
                false);
    }
}
