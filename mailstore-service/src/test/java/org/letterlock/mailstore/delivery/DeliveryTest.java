package org.letterlock.mailstore.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.mailstore.MailstoreFixture.NOON;
import static org.letterlock.mailstore.MailstoreFixture.accepted;
import static org.letterlock.mailstore.MailstoreFixture.account;
import static org.letterlock.mailstore.MailstoreFixture.address;
import static org.letterlock.mailstore.MailstoreFixture.announce;
import static org.letterlock.mailstore.MailstoreFixture.await;
import static org.letterlock.mailstore.MailstoreFixture.bean;
import static org.letterlock.mailstore.MailstoreFixture.inbox;
import static org.letterlock.mailstore.MailstoreFixture.jdbc;
import static org.letterlock.mailstore.MailstoreFixture.message;
import static org.letterlock.mailstore.MailstoreFixture.octets;
import static org.letterlock.mailstore.MailstoreFixture.open;
import static org.letterlock.mailstore.MailstoreFixture.publish;
import static org.letterlock.mailstore.MailstoreFixture.read;
import static org.letterlock.mailstore.MailstoreFixture.store;
import static org.letterlock.mailstore.MailstoreFixture.trace;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.FolderStatus;
import org.letterlock.contracts.mailbox.MailboxStore.Detail;
import org.letterlock.contracts.mailbox.StoredMessage;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.service.kafka.ConsumedRecord;
import org.slf4j.LoggerFactory;

class DeliveryTest {
    private static void deliver(AcceptedMessage... messages) {
        bean(LocalDelivery.class)
                .handle(Stream.of(messages).map(DeliveryTest::record).toList());
    }

    private static ConsumedRecord<AcceptedMessage> record(AcceptedMessage message) {
        return new ConsumedRecord<>(message.queueId().toString(), message, 0, 0, Instant.EPOCH);
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        Stream.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static int messagesIn(AccountId account) {
        return (int) open(account, "INBOX").uids().size();
    }

    @Test
    @Tag("STORE-5")
    @Tag("STORE-6")
    void anAcceptedMessageComesIntoItsMailbox() {
        AccountId anna = account();
        byte[] prefix = octets("Received: from a by b; Fri, 1 May 2026 12:00:00 +0000\r\n");
        byte[] message = message("hello", "world");

        publish(accepted(prefix, message, anna));

        await(() -> messagesIn(anna) == 1);
        FolderId inbox = inbox(anna);
        assertThat(read(anna, inbox, new Uid(1))).isEqualTo(join(trace(anna), prefix, message));
        StoredMessage stored =
                store().messages(anna, inbox, UidSet.all(), Detail.STRUCTURE).getFirst();
        assertThat(stored.internalDate()).isEqualTo(NOON);
        assertThat(stored.state().flags()).isEmpty();
        assertThat(stored.size()).isEqualTo(read(anna, inbox, new Uid(1)).length);
        assertThat(stored.structure().envelope().subject()).isEqualTo("hello");
        var root = stored.structure().root();
        assertThat(read(anna, inbox, new Uid(1), root.bodyStart(), root.bodySize()))
                .isEqualTo(octets("world\r\n"));
    }

    @Test
    @Tag("DMARC-3")
    void whatIsUnwantedLiesInJunkOrInTheInboxOfWhoHasNone() {
        AccountId anna = account();
        AccountId ben = account();
        store().folders(ben);
        store().deleteFolder(ben, "Junk");

        deliver(unwanted(accepted(message("win", "now"), anna, ben)), accepted(message("hello", "world"), anna));

        assertThat(open(anna, "Junk").uids().size()).isEqualTo(1);
        assertThat(messagesIn(anna)).isEqualTo(1);
        assertThat(messagesIn(ben)).isEqualTo(1);
    }

    private static AcceptedMessage unwanted(AcceptedMessage message) {
        return new AcceptedMessage(
                message.queueId(),
                message.acceptedAt(),
                message.envelope(),
                message.content(),
                message.service(),
                message.clientAddress(),
                message.authenticatedAs(),
                message.needs8BitMime(),
                message.messageId(),
                true);
    }

    @Test
    @Tag("STORE-3")
    void octetsAreReturnedExactlyAsDelivered() {
        AccountId anna = account();
        List<byte[]> sent = new ArrayList<>();
        for (long seed = 0; seed < 120; seed++) {
            sent.add(new GeneratedMessage(seed).octets());
        }

        deliver(sent.stream().map(message -> accepted(message, anna)).toArray(AcceptedMessage[]::new));

        FolderId inbox = inbox(anna);
        for (int i = 0; i < sent.size(); i++) {
            byte[] expected = join(trace(anna), sent.get(i));
            Uid uid = new Uid(i + 1);
            assertThat(read(anna, inbox, uid)).as("seed %d", i).isEqualTo(expected);
            Random random = new Random(i);
            int from = random.nextInt(expected.length);
            int length = random.nextInt(expected.length);
            assertThat(read(anna, inbox, uid, from, length))
                    .as("seed %d from %d, %d octets", i, from, length)
                    .isEqualTo(Arrays.copyOfRange(expected, from, Math.min(expected.length, from + length)));
        }
        assertThat(store().messages(anna, inbox, UidSet.all(), Detail.STRUCTURE))
                .allMatch(message -> message.structure() != null);
    }

    @Test
    @Tag("STORE-3")
    void largeMessagesGoThroughTheContentStore() {
        AccountId anna = account();
        byte[] message = join(message("large", ""), new byte[3_000_000]);

        deliver(accepted(message, anna));

        FolderId inbox = inbox(anna);
        int front = trace(anna).length;
        assertThat(read(anna, inbox, new Uid(1))).isEqualTo(join(trace(anna), message));
        assertThat(read(anna, inbox, new Uid(1), front + 2_000_000L, 1000)).isEqualTo(new byte[1000]);
    }

    @Test
    @Tag("SYS-3")
    @Tag("STORE-5")
    void aRecordThatComesAgainHasNoFurtherEffect() {
        AccountId anna = account();
        AccountId ben = account();
        AcceptedMessage first = accepted(message("once", "1"), anna, ben);
        AcceptedMessage second = accepted(message("once", "2"), anna);

        deliver(first, first, second);
        FolderStatus after = open(anna, "INBOX").status();
        deliver(first);
        deliver(second, first);

        assertThat(open(anna, "INBOX").status()).isEqualTo(after);
        assertThat(after.messages()).isEqualTo(2);
        assertThat(messagesIn(ben)).isEqualTo(1);
    }

    @Test
    @Tag("STORE-7")
    @Tag("KEY-12")
    void aMessageToAThousandMailboxesIsOneContent() {
        AccountId[] members = IntStream.range(0, 1000)
                .mapToObj(_ -> new AccountId(UUID.randomUUID()))
                .toArray(AccountId[]::new);
        Stream.of(members).forEach(member -> store().folders(member));
        AcceptedMessage toAll = accepted(message("to all", "hello"), members);

        deliver(toAll);

        assertThat(jdbc().sql("SELECT count(*), count(DISTINCT sealed_key) FROM message WHERE object_id = ?")
                        .param(toAll.content().id().value())
                        .query((row, _) -> List.of(row.getInt(1), row.getInt(2)))
                        .single())
                .containsExactly(1000, 1000);
        AccountId last = members[999];
        assertThat(read(last, inbox(last), new Uid(1))).endsWith(octets("hello\r\n"));
    }

    @Test
    @Tag("FLOW-3")
    void mailForAnUnknownAccountIsHeldAndDeliveredWhenTheAccountIsKnown() {
        AccountId nobody = new AccountId(UUID.randomUUID());
        AccountId anna = account();
        byte[] message = message("early", "bird");
        AcceptedMessage early = accepted(message, nobody, anna);

        deliver(early);
        deliver(early);

        assertThat(messagesIn(anna)).isEqualTo(1);
        assertThat(held(nobody)).isEqualTo(1);

        announce(nobody);

        await(() -> messagesIn(nobody) == 1);
        assertThat(held(nobody)).isZero();
        assertThat(read(nobody, inbox(nobody), new Uid(1))).isEqualTo(join(trace(nobody), message));
    }

    @Test
    @Tag("QUEUE-9")
    void theMailLogHasOneLineForEachCopyAndNoAddress() {
        AccountId anna = account();
        AccountId nobody = new AccountId(UUID.randomUUID());
        AcceptedMessage message = accepted(message("logged", "1"), nobody, anna);
        List<String> lines = new CopyOnWriteArrayList<>();
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getFormattedMessage().contains(message.queueId().toString())) {
                    lines.add(event.getFormattedMessage());
                }
            }
        };
        appender.start();
        Logger logger = (Logger) LoggerFactory.getLogger("mail");
        logger.addAppender(appender);

        deliver(message);
        announce(nobody);
        await(() -> lines.size() == 3);
        logger.detachAppender(appender);

        String domain = address(anna).domain().text().replace(".", "\\.");
        String start = "id=" + message.queueId() + " rcpt=~[0-9a-f]{8}@" + domain;
        assertThat(lines.get(0)).matches(start + " result=held status=4\\.1\\.1 remote=- msgid=.*");
        assertThat(lines.get(1)).matches(start + " result=delivered status=2\\.0\\.0 remote=- msgid=.*");
        assertThat(lines.get(2)).matches(start + " result=delivered status=2\\.0\\.0 remote=- msgid=-");
    }

    @Test
    @Tag("SYS-3")
    @Tag("KEY-7")
    void aRecordThatDoesNotOpenGoesAsideAndTheOthersAreDelivered() {
        AccountId anna = account();
        AcceptedMessage good = accepted(message("good", "1"), anna);
        AcceptedMessage swapped = withContentOf(accepted(message("bad", "2"), anna), good);

        publish(swapped);
        publish(good);

        await(() -> messagesIn(anna) == 1);
        assertThat(read(anna, inbox(anna), new Uid(1))).endsWith(octets("1\r\n"));
    }

    @Test
    @Tag("STORE-4")
    void uidsAscendInTheOrderOfDelivery() {
        AccountId anna = account();

        deliver(accepted(octets("a\r\n"), anna), accepted(octets("b\r\n"), anna));
        deliver(accepted(octets("c\r\n"), anna));

        assertThat(LongStream.rangeClosed(1, 3)
                        .mapToObj(uid -> read(anna, inbox(anna), new Uid(uid)))
                        .map(octets -> (char) octets[octets.length - 3]))
                .containsExactly('a', 'b', 'c');
    }

    private static int held(AccountId account) {
        return jdbc().sql("SELECT count(*) FROM held WHERE account_id = ?")
                .param(account.value())
                .query(Integer.class)
                .single();
    }

    /** The content of {@code other} under the id and the keys of {@code message}: as if somebody had swapped them. */
    private static AcceptedMessage withContentOf(AcceptedMessage message, AcceptedMessage other) {
        SealedContent own = message.content();
        var swapped = new SealedContent(
                new ObjectId(own.id().value()),
                Octets.wrap(own.prefix().toBytes()),
                own.prefixSize(),
                own.size(),
                other.content().place(),
                own.keys());
        return new AcceptedMessage(message.queueId(), NOON, message.envelope(), swapped, "smtp", null, null, false);
    }
}
