package org.letterlock.service.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.messageauth.dns.AddressFamily;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsAnswer.Absent;
import org.letterlock.messageauth.dns.DnsAnswer.Failed;
import org.letterlock.messageauth.dns.DnsAnswer.Found;
import org.letterlock.messageauth.dns.MailExchanger;
import org.letterlock.testkit.FakeDns;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

@Tag("FLOW-5")
@Timeout(20)
class DnsjavaLookupTest {
    private static final String NAME = "example.org";

    private final FakeDns dns = FakeDns.start();
    private final DnsjavaLookup lookup = DnsjavaLookup.uncached(dns.address());

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void recordsOfEachTypeAreRead() throws UnknownHostException {
        dns.add(NAME, "TXT", "\"v=spf1 \" \"\\\"a\\\\b\\195\" \"-all\"")
                .add(NAME, "A", "192.0.2.1")
                .add(NAME, "AAAA", "2001:db8::1")
                .add(NAME, "MX", "10 mx.example.org.")
                .add("null.example.org", "MX", "0 .")
                .add("1.2.0.192.in-addr.arpa", "PTR", "mx.example.org.")
                .add(
                        "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
                        "PTR",
                        "six.example.org.");

        assertThat(lookup.texts("EXAMPLE.org")).isEqualTo(found("v=spf1 \"a\\b\u00c3-all"));
        assertThat(lookup.addresses(NAME, AddressFamily.IPV4)).isEqualTo(found(InetAddress.getByName("192.0.2.1")));
        assertThat(lookup.addresses(NAME, AddressFamily.IPV6)).isEqualTo(found(InetAddress.getByName("2001:db8::1")));
        assertThat(lookup.mailExchangers(NAME)).isEqualTo(found(new MailExchanger(10, "mx.example.org")));
        assertThat(lookup.mailExchangers("null.example.org")).isEqualTo(found(new MailExchanger(0, "")));
        assertThat(lookup.names(InetAddress.getByName("192.0.2.1"))).isEqualTo(found("mx.example.org"));
        assertThat(lookup.names(InetAddress.getByName("2001:db8::1"))).isEqualTo(found("six.example.org"));
    }

    @Test
    void noNameIsToldFromNoRecord() {
        dns.add("a.example.org", "A", "192.0.2.1");

        assertThat(lookup.texts("a.example.org")).isEqualTo(new Absent<>(true));
        assertThat(lookup.texts(NAME)).isEqualTo(new Absent<>(true));
        assertThat(lookup.texts("nowhere.example.org")).isEqualTo(new Absent<>(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "example..org", ".example.org", "example.org.", "ex\u00e4mple.org", "LONG", "VERY LONG"
            })
    void whatCanBeNoNameIsAbsentWithoutAQuestion(String text) {
        String name = switch (text) {
            case "LONG" -> "a".repeat(64) + ".org";
            case "VERY LONG" -> "abcdefg.".repeat(31) + "abcdef"; // 254
            default -> text;
        };

        assertThat(lookup.texts(name)).isEqualTo(new Absent<>(false));
        assertThat(dns.questions()).isEmpty();
    }

    @Test
    void theLongestNameAndEveryCharacterOfALabelAreAsked() {
        String longest = "abcdefg.".repeat(31) + "abcde"; // 253 octets
        String label = "a".repeat(63) + ".org";
        dns.add(longest, "TXT", "x").add(label, "TXT", "x").add("o\\@\\\\_\\ b.example.org", "TXT", "x");

        assertThat(lookup.texts(longest)).isEqualTo(found("x"));
        assertThat(lookup.texts(label)).isEqualTo(found("x"));
        assertThat(lookup.texts("o@\\_ b.example.org")).isEqualTo(found("x"));
    }

    @Test
    void aServerThatFailsRefusesOrIsSilentSaysNothing() {
        dns.failFor("broken.example.org").beSilentFor("silent.example.org");
        answer("refused.example.org", reply -> code(reply, Rcode.REFUSED));
        answer("form.example.org", reply -> code(reply, Rcode.FORMERR));

        assertThat(lookup.texts("broken.example.org")).isEqualTo(new Failed<>("SERVFAIL"));
        assertThat(lookup.texts("refused.example.org")).isEqualTo(new Failed<>("REFUSED"));
        assertThat(lookup.texts("form.example.org")).isEqualTo(new Failed<>("FORMERR"));
        assertThat(impatient().texts("silent.example.org")).isEqualTo(new Failed<>("timeout"));
    }

    @Test
    void aSilentServerIsAskedTwiceWithinFiveSeconds() {
        dns.beSilentFor(NAME);
        long begin = System.nanoTime();

        assertThat(lookup.texts(NAME)).isInstanceOf(Failed.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(5900));
        assertThat(dns.questions()).hasSize(2);
    }

    @Test
    void aCutAnswerIsAskedForOverTcp() {
        String text = "x".repeat(60_000);
        dns.add(NAME, "TXT", text);

        assertThat(lookup.texts(NAME)).isEqualTo(found(text));
        assertThat(dns.questions()).extracting(FakeDns.Question::overTcp).containsExactly(false, true);
    }

    @Test
    void aCutAnswerIsNeverTaken() {
        answer("udp.example.org", reply -> cut(text(reply, "v=spf1 -all"))); // also over TCP

        assertThat(lookup.texts("udp.example.org")).isEqualTo(new Failed<>("truncated"));

        dns.add("many.example.org", "TXT", "y".repeat(50_000)).add("many.example.org", "TXT", "z".repeat(50_000));
        assertThat(lookup.texts("many.example.org")).isInstanceOf(Failed.class); // 100 KB fit into no message

        dns.refuseConnections();
        dns.add(NAME, "TXT", "x".repeat(3000));
        assertThat(lookup.texts(NAME)).isEqualTo(new Failed<>("no answer"));
    }

    @Test
    void connectionsThatHangOrLieSpoilNoOther() {
        dns.misbehaveFor("hang.example.org", (query, tcp) -> tcp ? Optional.empty() : wire(cut(reply(query))));
        dns.misbehaveFor(
                "junk.example.org", (query, tcp) -> tcp ? Optional.of(new byte[] {1}) : wire(cut(reply(query))));
        dns.add(NAME, "TXT", "x".repeat(3000));

        assertThat(impatient().texts("hang.example.org")).isEqualTo(new Failed<>("timeout"));
        assertThat(lookup.texts("junk.example.org")).isInstanceOf(Failed.class);
        assertThat(lookup.texts(NAME)).isEqualTo(found("x".repeat(3000)));
    }

    @Test
    void aliasesAreFollowedToTheirEndAndNotForEver() {
        dns.add(NAME, "CNAME", "a.example.org.")
                .add("a.example.org", "CNAME", "b.example.org.")
                .add("b.example.org", "TXT", "x")
                .add("loop.example.org", "CNAME", "pool.example.org.")
                .add("pool.example.org", "CNAME", "loop.example.org.");
        answer("loop2.example.org", reply -> alias(alias(reply, "loop2", "pool2"), "pool2", "loop2"));
        answer("long.example.org", reply -> {
            alias(reply, "long", "n1");
            for (int i = 1; i < 9; i++) {
                alias(reply, "n" + i, "n" + (i + 1));
            }
            return add(reply, "n9.example.org", Type.TXT, "x");
        });

        assertThat(lookup.texts(NAME)).isEqualTo(found("x"));
        assertThat(lookup.texts("loop.example.org")).isEqualTo(new Failed<>("SERVFAIL"));
        assertThat(lookup.texts("loop2.example.org")).isEqualTo(new Failed<>("alias loop"));
        assertThat(lookup.texts("long.example.org")).isEqualTo(new Failed<>("too many aliases"));
    }

    @Test
    void aliasesThatTheServerDoesNotFollowAreFollowedHere() {
        answer(NAME, reply -> alias(reply, "example.org.", "a.example.org."));
        answer("a.example.org", reply -> alias(reply, "a", "b"));
        dns.add("b.example.org", "TXT", "x");
        answer("one.example.org", reply -> alias(reply, "one", "two"));
        answer("two.example.org", reply -> alias(reply, "two", "one"));
        answer("empty.example.org", reply -> alias(reply, "empty", "nothing"));
        dns.add("nothing.example.org", "A", "192.0.2.1");

        assertThat(lookup.texts(NAME)).isEqualTo(found("x"));
        assertThat(lookup.texts("one.example.org")).isEqualTo(new Failed<>("too many aliases"));
        assertThat(lookup.texts("empty.example.org")).isEqualTo(new Absent<>(true));
    }

    @Test
    void anAliasOfNothingDoesNotExist() {
        dns.add(NAME, "CNAME", "nowhere.example.net.");

        assertThat(lookup.texts(NAME)).isEqualTo(new Absent<>(false));
    }

    @Test
    void recordsOfOtherNamesTypesAndClassesAreNotTaken() {
        answer("name.example.org", reply -> add(reply, "other.example.org", Type.TXT, "poison"));
        answer("type.example.org", reply -> add(reply, "type.example.org", Type.SPF, "poison"));
        answer("class.example.org", reply -> {
            reply.addRecord(record("class.example.org", Type.TXT, DClass.CH, 60, "poison"), Section.ANSWER);
            return reply;
        });
        answer("additional.example.org", reply -> {
            reply.addRecord(record("additional.example.org", Type.TXT, DClass.IN, 60, "poison"), Section.ADDITIONAL);
            return reply;
        });
        answer("mixed.example.org", reply -> text(add(reply, "other.example.org", Type.TXT, "poison"), "x"));

        for (String name : List.of("name", "type", "class", "additional")) {
            assertThat(lookup.texts(name + ".example.org")).as(name).isEqualTo(new Absent<>(true));
        }
        assertThat(lookup.texts("mixed.example.org")).isEqualTo(found("x"));
    }

    @Test
    void repliesToAnotherQuestionAreNotTaken() {
        dns.misbehaveFor("id.example.org", (query, _) -> {
            Message reply = text(reply(query), "poison");
            reply.getHeader().setID(query.getHeader().getID() ^ 1);
            return wire(reply);
        });
        dns.misbehaveFor("question.example.org", (query, _) -> {
            Message reply = new Message(query.getHeader().getID());
            reply.getHeader().setFlag(Flags.QR);
            reply.addRecord(Record.newRecord(name("victim.example.org"), Type.TXT, DClass.IN), Section.QUESTION);
            return wire(add(reply, "question.example.org", Type.TXT, "poison"));
        });
        dns.misbehaveFor("none.example.org", (query, _) -> {
            Message reply = new Message(query.getHeader().getID());
            reply.getHeader().setFlag(Flags.QR);
            return wire(add(reply, "none.example.org", Type.TXT, "poison"));
        });
        dns.misbehaveFor("echo.example.org", (query, _) -> wire(text(query, "poison"))); // not marked as a reply

        for (String name : List.of("id", "question", "none", "echo")) {
            assertThat(lookup.texts(name + ".example.org")).as(name).isInstanceOf(Failed.class);
        }
    }

    @Test
    void garbageIsAFailure() {
        for (int length : new int[] {1, 2, 11, 12, 13, 60}) {
            dns.misbehaveFor("garbage" + length + ".example.org", (query, _) -> {
                byte[] octets = new byte[length];
                Arrays.fill(octets, (byte) 0xC0);
                byte[] whole = query.toWire();
                System.arraycopy(whole, 0, octets, 0, Math.min(2, length));
                return Optional.of(octets);
            });
            assertThat(lookup.texts("garbage" + length + ".example.org")).isInstanceOf(Failed.class);
        }
        dns.misbehaveFor("torn.example.org", (query, _) -> {
            byte[] whole = text(reply(query), "x".repeat(100)).toWire();
            return Optional.of(Arrays.copyOf(whole, whole.length - 20));
        });

        assertThat(lookup.texts("torn.example.org")).isInstanceOf(Failed.class);
    }

    @Test
    void aReferralSaysNothing() {
        answer(NAME, reply -> {
            reply.addRecord(record("org", Type.NS, DClass.IN, 60, "a.nic.example."), Section.AUTHORITY);
            return reply;
        });

        assertThat(lookup.texts(NAME)).isEqualTo(new Failed<>("referral"));
    }

    @Test
    void manyRecordsAreAllRead() {
        for (int i = 0; i < 2000; i++) {
            dns.add(NAME, "A", "192.0." + i / 250 + "." + (i % 250 + 1));
        }

        assertThat(lookup.addresses(NAME, AddressFamily.IPV4))
                .isInstanceOfSatisfying(
                        Found.class, found -> assertThat(found.records()).hasSize(2000));
    }

    @Test
    void whetherTheResolverVouchesForAnAnswerIsTold() {
        answer(NAME, reply -> {
            reply.getHeader().setFlag(Flags.AD);
            return text(reply, "x");
        });

        assertThat(lookup.texts(NAME)).isEqualTo(new Found<>(List.of("x"), true));
    }

    @Test
    void aServerThatIsNoneStopsTheStart() {
        assertThatThrownBy(() -> DnsjavaLookup.uncached("127.0.0.1:port"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("letterlock.dns.server");
    }

    private DnsjavaLookup impatient() {
        return new DnsjavaLookup(DnsServers.resolver(dns.address()), Optional.empty(), Duration.ofMillis(300));
    }

    private void answer(String name, UnaryOperator<Message> made) {
        dns.misbehaveFor(name, (query, _) -> wire(made.apply(reply(query))));
    }

    private static <T> DnsAnswer<T> found(T record) {
        return new Found<>(List.of(record), false);
    }

    private static Message reply(Message query) {
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.addRecord(query.getQuestion(), Section.QUESTION);
        return reply;
    }

    private static Message code(Message reply, int code) {
        reply.getHeader().setRcode(code);
        return reply;
    }

    private static Message cut(Message reply) {
        reply.getHeader().setFlag(Flags.TC);
        return reply;
    }

    private static Message text(Message reply, String text) {
        return add(reply, reply.getQuestion().getName().toString(true), Type.TXT, text);
    }

    private static Message alias(Message reply, String name, String target) {
        String below = ".example.org.";
        return add(
                reply,
                name.endsWith(".") ? name : name + below,
                Type.CNAME,
                target.endsWith(".") ? target : target + below);
    }

    private static Message add(Message reply, String name, int type, String data) {
        reply.addRecord(record(name, type, DClass.IN, 60, data), Section.ANSWER);
        return reply;
    }

    static Record record(String name, int type, int dclass, long seconds, String data) {
        try {
            return Record.fromString(name(name), type, dclass, seconds, data, Name.root);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Name name(String name) {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Optional<byte[]> wire(Message reply) {
        return Optional.of(reply.toWire(Message.MAXLENGTH));
    }
}
