package org.letterlock.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.auth.AuthServiceBeans;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.event.MomentText;
import org.letterlock.contracts.event.Notice;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.testkit.MutableClock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Tag("PWD-7")
class PasswordRemindersTest {
    private final JdbcClient jdbc = AuthServiceBeans.get(JdbcClient.class);
    private final Sent sent = new Sent();

    /** Keeps what would be published. */
    private static final class Sent implements Outbox {
        private final List<Notice> notices = new ArrayList<>();

        @Override
        public <V> void add(Topic<V> topic, String key, @Nullable V valueOrTombstone) {
            Notice notice = (Notice) Objects.requireNonNull(valueOrTombstone);
            assertThat(key).isEqualTo(notice.id().toString());
            notices.add(notice);
        }

        @Override
        public void audit(String event, String target, @Nullable Object before, @Nullable Object after) {
            throw new AssertionError("a reminder changes nothing");
        }

        List<Notice> takeFor(String address) {
            List<Notice> found = notices.stream()
                    .filter(notice -> notice.recipients().getFirst().format().equals(address))
                    .toList();
            notices.clear();
            return found;
        }
    }

    @Test
    void remindersComeAt21And14And7DaysAndThenDailyUntilItIsTooLate() {
        Instant expiry = expiryIn("reminded.test", "rita@reminded.test");
        List<Double> reminded = new ArrayList<>();

        for (double days :
                List.of(22.0, 21.0, 20.9, 15.0, 14.0, 8.0, 7.0, 6.5, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.5, 0.0, -1.0)) {
            runAt(expiry.minusSeconds((long) (days * 86_400)));
            if (!sent.takeFor("rita@reminded.test").isEmpty()) {
                reminded.add(days);
            }
        }

        assertThat(reminded).containsExactly(21.0, 14.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0);
    }

    @Test
    void aReminderSaysWhenAndHasOneIdHoweverOftenItIsMade() {
        Instant expiry = expiryIn("told-when.test", "theo@told-when.test");
        Instant now = expiry.minus(Duration.ofDays(14)).plusSeconds(3600);

        runAt(now);
        Notice first = sent.takeFor("theo@told-when.test").getFirst();
        jdbc.sql("DELETE FROM password_reminders").update();
        runAt(now);
        Notice again = sent.takeFor("theo@told-when.test").getFirst();

        assertThat(first.subject()).isEqualTo("Your password expires in 14 days");
        assertThat(first.text()).contains("theo@told-when.test", MomentText.of(expiry));
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.id().version()).isEqualTo(8);
    }

    @Test
    void whoHasSetAnotherPasswordIsRemindedOfThatOneOnly() {
        Instant expiry = expiryIn("renewed.test", "rolf@renewed.test");
        runAt(expiry.minus(Duration.ofDays(10)));
        assertThat(sent.takeFor("rolf@renewed.test")).hasSize(1);
        setAge("rolf@renewed.test", expiry.minus(Duration.ofDays(9)));

        runAt(expiry.minus(Duration.ofDays(7)));
        assertThat(sent.takeFor("rolf@renewed.test")).isEmpty();
        runAt(expiry.plus(Duration.ofDays(171)).minus(Duration.ofDays(10)));

        assertThat(sent.takeFor("rolf@renewed.test")).hasSize(1);
    }

    @Test
    @Tag("ACC-4")
    void nobodyIsRemindedWhoCannotLogIn() {
        Instant expiry = expiryIn("disabled-reminder.test", "dora@disabled-reminder.test");
        jdbc.sql("UPDATE accounts SET enabled = FALSE WHERE login = 'dora@disabled-reminder.test'")
                .update();

        runAt(expiry.minus(Duration.ofDays(3)));

        assertThat(sent.takeFor("dora@disabled-reminder.test")).isEmpty();
    }

    private void runAt(Instant now) {
        MutableClock clock = MutableClock.at(now.toString());
        new PasswordReminders(jdbc, sent, AuthServiceBeans.get(TransactionOperations.class), clock).sendDue();
        new PasswordReminders(jdbc, sent, AuthServiceBeans.get(TransactionOperations.class), clock).sendDue();
        assertThat(sent.notices).doesNotHaveDuplicates();
    }

    /** A domain whose passwords expire after 180 days, and an account in it; when its password does. */
    private Instant expiryIn(String domain, String login) {
        AuthServiceBeans.createAccount(domain, login);
        jdbc.sql("""
                        UPDATE password_policies SET expiry_since = now() - interval '1 day', max_age_days = 180
                        WHERE domain_id = (SELECT id FROM domains WHERE name = ?)""").param(domain).update();
        return jdbc.sql(
                        "SELECT c.changed_at FROM credentials c JOIN accounts a ON a.id = c.account_id WHERE a.login = ?")
                .param(login)
                .query((row, _) -> row.getTimestamp("changed_at").toInstant())
                .single()
                .plus(Duration.ofDays(180));
    }

    private void setAge(String login, Instant changedAt) {
        jdbc.sql("UPDATE credentials SET changed_at = ? WHERE account_id = (SELECT id FROM accounts WHERE login = ?)")
                .params(Timestamp.from(changedAt), login)
                .update();
    }
}
