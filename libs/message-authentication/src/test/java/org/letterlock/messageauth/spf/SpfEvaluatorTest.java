package org.letterlock.messageauth.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.messageauth.Zone;

class SpfEvaluatorTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final String CLIENT = "192.0.2.10";

    private final Zone zone = new Zone();

    @ParameterizedTest
    @Tag("SPF-1")
    @CsvSource(
            delimiter = '|',
            value = {
                "v=spf1 ip4:192.0.2.0/24 -all | PASS",
                "v=spf1 ip4:192.0.2.0/29 -all | FAIL",
                "V=SPF1 IP4:192.0.2.10 -ALL | PASS",
                "v=spf1 ~all | SOFTFAIL",
                "v=spf1 ?all | NEUTRAL",
                "v=spf1 | NEUTRAL",
                "v=spf1 a mx -all | PASS",
                "v=spf1 a:other.example/24 -all | PASS",
                "v=spf1 include:sender.example redirect=none.example | PERMERROR",
                "v=spf1 exists:%{ir}.%{v}._spf.%{d} -all | PASS",
                "v=spf10 all | NONE",
                "v=spf1 ip4:192.0.2 -all | PERMERROR",
                "v=spf1 ip4:192.0.2.010 -all | PERMERROR",
                "v=spf1 ip4:192.0.2.10/33 | PERMERROR",
                "v=spf1 ip6:2001:db8::/129 | PERMERROR",
                "v=spf1 a:1.2.3.4 | PERMERROR",
                "v=spf1 all:x.example | PERMERROR",
                "v=spf1 moo -all | PERMERROR",
                "v=spf1 moo=%{d} +all | PASS",
                "v=spf1 moo=%{x} +all | PERMERROR",
                "v=spf1 exp=a.example exp=b.example +all | PERMERROR",
            })
    void aRecordMeansWhatTheGrammarSays(String record, SpfResult expected) {
        zone.add("sender.example", "TXT", record)
                .add("sender.example", "A", CLIENT)
                .add("sender.example", "MX", "10 mx.sender.example")
                .add("mx.sender.example", "A", "192.0.2.99")
                .add("other.example", "A", "192.0.2.200")
                .add("10.2.0.192.in-addr._spf.sender.example", "A", "127.0.0.2");

        assertThat(check("joe@sender.example").result()).isEqualTo(expected);
    }

    @Test
    @Tag("SPF-1")
    void theNullPathIsThatOfTheHost() {
        zone.add("mx.sender.example", "TXT", "v=spf1 a -all").add("mx.sender.example", "A", CLIENT);

        SpfOutcome outcome = check("");

        assertThat(outcome.result()).isEqualTo(SpfResult.PASS);
        assertThat(outcome.domain()).isEqualTo("mx.sender.example");
        assertThat(outcome.detail()).isEqualTo("matched a");
        assertThat(new SpfEvaluator(zone)
                        .check(SpfQuery.ofHelo(InetAddress.ofLiteral(CLIENT), "[192.0.2.10]", "mx", NOW))
                        .result())
                .isEqualTo(SpfResult.NONE);
    }

    @Test
    @Tag("SPF-2")
    void theExplanationIsThatOfTheDomainThatDecided() {
        zone.add("sender.example", "TXT", "v=spf1 include:inner.example redirect=outer.example")
                .add("inner.example", "TXT", "v=spf1 -all exp=inner.example")
                .add("outer.example", "TXT", "v=spf1 -all exp=why.%{d2}")
                .add("why.outer.example", "TXT", "%{i} is not ours, said %{r} at %{t} of %{S}");

        SpfOutcome outcome = check("j=oe@sender.example");

        assertThat(outcome.result()).isEqualTo(SpfResult.FAIL);
        assertThat(outcome.explanation())
                .isEqualTo("192.0.2.10 is not ours, said mx.example.org at 1700000000 of j%3Doe%40sender.example");
    }

    @ParameterizedTest
    @Tag("SPF-2")
    @ValueSource(strings = {"%{", "%{z}", "\u00fcber", "a\rb", "%", "two"})
    void anExplanationThatCannotBeShownIsNone(String text) {
        zone.add("sender.example", "TXT", "v=spf1 -all exp=why.example").add("why.example", "TXT", text);
        if (text.equals("two")) {
            zone.add("why.example", "TXT", "another");
        }

        assertThat(check("joe@sender.example").explanation()).isNull();
    }

    @Test
    @Tag("FLOW-5")
    void whereTheDnsDoesNotAnswerTheResultIsTemporaryAndNeverAPass() {
        zone.beSilent("silent.example", "*").add("sender.example", "TXT", "v=spf1 a:silent.example +all");

        assertThat(check("joe@silent.example").result()).isEqualTo(SpfResult.TEMPERROR);
        assertThat(check("joe@sender.example").result()).isEqualTo(SpfResult.TEMPERROR);
    }

    @Test
    @Tag("SPF-4")
    @Timeout(10)
    void domainsThatIncludeEachOtherComeToAnEnd() {
        zone.add("a.example", "TXT", "v=spf1 include:b.example include:b.example -all")
                .add("b.example", "TXT", "v=spf1 include:a.example include:a.example -all")
                .add("c.example", "TXT", "v=spf1 redirect=c.example");

        assertThat(check("joe@a.example").result()).isEqualTo(SpfResult.PERMERROR);
        assertThat(check("joe@c.example").result()).isEqualTo(SpfResult.PERMERROR);
        assertThat(zone.questions()).isLessThanOrEqualTo(2 * 11);
    }

    @Test
    @Tag("SPF-4")
    void manyMailExchangersAreAnError() {
        zone.add("sender.example", "TXT", "v=spf1 mx -all");
        for (int i = 0; i < 11; i++) {
            zone.add("sender.example", "MX", i + " mx" + i + ".example").add("mx" + i + ".example", "A", "192.0.2.77");
        }

        assertThat(check("joe@sender.example").result()).isEqualTo(SpfResult.PERMERROR);
    }

    @Test
    @Tag("SPF-4")
    void ofManyNamesOfAClientTenAreLookedAt() {
        InetAddress client = InetAddress.ofLiteral(CLIENT);
        zone.add("sender.example", "TXT", "v=spf1 ptr -all");
        for (int i = 0; i < 1000; i++) {
            zone.add(Zone.reverse(client), "PTR", "host" + i + ".sender.example");
        }
        zone.add("host999.sender.example", "A", CLIENT);

        assertThat(check("joe@sender.example").result()).isEqualTo(SpfResult.FAIL);
        assertThat(zone.questions()).isLessThanOrEqualTo(12);
    }

    @Test
    @Tag("SPF-4")
    void theNamesOfAClientAreLookedUpOnceHoweverOftenTheyAreUsed() {
        InetAddress client = InetAddress.ofLiteral(CLIENT);
        zone.add("sender.example", "TXT", "v=spf1 exists:" + "%{p}.".repeat(50) + "%{d} ptr ptr -all exp=why.example")
                .add("why.example", "TXT", "%{p}".repeat(100));
        for (int i = 0; i < 10; i++) {
            zone.add(Zone.reverse(client), "PTR", "host" + i + ".elsewhere.example");
        }

        SpfOutcome outcome = check("joe@sender.example");

        assertThat(outcome.result()).isEqualTo(SpfResult.FAIL);
        assertThat(outcome.explanation()).hasSizeLessThanOrEqualTo(253);
        assertThat(zone.questions()).isLessThanOrEqualTo(14);
    }

    @ParameterizedTest
    @Tag("SPF-1")
    @ValueSource(
            strings = {"a b.example", "a(b).example", "a\u0000.example", "\u00fc.example", "[192.0.2.1]", "example"})
    void whatIsNoHostNameHasNoPolicy(String domain) {
        assertThat(check("joe@" + domain).result()).isEqualTo(SpfResult.NONE);
        assertThat(zone.questions()).isZero();
    }

    @Test
    @Tag("SPF-4")
    void aNameIsCutToWhatTheDnsCanHold() {
        String label = "l".repeat(60);
        zone.add("sender.example", "TXT", "v=spf1 exists:%{l}.%{l}.%{d} -all")
                .add(label + "." + label + "." + label + ".sender.example", "A", "127.0.0.1");

        String local = String.join(".", label, label, label, label);
        assertThat(check(local + "@sender.example").result()).isEqualTo(SpfResult.PASS);
    }

    @Test
    void whateverIsPublishedNothingIsThrownAndNothingIsAskedForEver() {
        Random random = new Random(20_260_101);
        String[] pieces = {
            "v=spf1",
            " ",
            "a",
            "mx",
            "ptr",
            "exists:",
            "include:",
            "redirect=",
            "exp=",
            "ip4:",
            "ip6:",
            "all",
            "-",
            "~",
            "?",
            "+",
            "%{",
            "}",
            "d",
            "s",
            "r",
            "1",
            "999999999999",
            "/",
            "//",
            ":",
            "=",
            ".",
            "x.example",
            "%%",
            "%_",
            "%-",
            "192.0.2.1",
            "::1",
            "\u0000",
            "\u00ff",
            "\t",
            "_",
            "L",
            "{"
        };
        long begin = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder record = new StringBuilder("v=spf1 ");
            for (int j = random.nextInt(12); j > 0; j--) {
                record.append(pieces[random.nextInt(pieces.length)]);
            }
            Zone fresh = new Zone().add("x.example", "TXT", record.toString());

            SpfOutcome outcome = new SpfEvaluator(fresh)
                    .check(SpfQuery.ofMailFrom(InetAddress.ofLiteral("2001:db8::1"), "a.b+c@x.example", "h", "r", NOW));

            assertThat(outcome.detail()).isNotEmpty();
            assertThat(fresh.questions()).as(record.toString()).isLessThan(250);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
    }

    private SpfOutcome check(String sender) {
        return new SpfEvaluator(zone)
                .check(SpfQuery.ofMailFrom(
                        InetAddress.ofLiteral(CLIENT), sender, "mx.sender.example", "mx.example.org", NOW));
    }
}
