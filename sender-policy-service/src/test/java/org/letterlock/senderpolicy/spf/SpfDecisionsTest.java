package org.letterlock.senderpolicy.spf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.inbound.SpfPolicy;
import org.letterlock.contracts.inbound.SpfPolicy.Action;
import org.letterlock.contracts.inbound.SpfReply;
import org.letterlock.contracts.inbound.SpfReply.Identity;
import org.letterlock.contracts.inbound.SpfReply.Reason;
import org.letterlock.contracts.inbound.SpfReply.Refusal;
import org.letterlock.contracts.inbound.SpfReply.Result;
import org.letterlock.contracts.inbound.SpfRequest;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.service.dns.DnsBudget;
import org.letterlock.service.dns.DnsjavaLookup;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.testkit.FakeDns;
import org.letterlock.testkit.MutableClock;
import org.letterlock.testkit.TestDatabase;
import org.letterlock.testkit.TestServers;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Decisions about clients, with a DNS server and a database. */
class SpfDecisionsTest {
    private static final SpfPolicy BLOCK = new SpfPolicy(Action.BLOCK, Action.BLOCK, null, null);
    private static JdbcClient jdbc;

    private final FakeDns dns = FakeDns.start();
    private final MutableClock clock = MutableClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private SpfPolicy policy = BLOCK;
    private TemporaryErrors temporaryErrors;
    private SpfDecisions decisions;

    @BeforeAll
    static void makeTable() throws IOException {
        TestDatabase database = TestServers.freshDatabase();
        jdbc = JdbcClient.create(new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password()));
        try (var script = SpfDecisionsTest.class.getResourceAsStream(
                "/db/migration/sender-policy-service/V2__spf_temporary_errors.sql")) {
            jdbc.sql(new String(script.readAllBytes(), UTF_8)).update();
        }
    }

    @BeforeEach
    void begin() {
        jdbc.sql("delete from spf_temporary_error").update();
        temporaryErrors = new TemporaryErrors(jdbc, new Sealer(Keyring.inMemory()), clock);
        decisions = new SpfDecisions(
                () -> DnsBudget.forMessage(DnsjavaLookup.uncached(dns.address())),
                () -> policy,
                temporaryErrors,
                "mx.example.org",
                clock);
        dns.add("good.example", "TXT", "\"v=spf1 ip4:192.0.2.10 -all\"")
                .add("bad.example", "TXT", "\"v=spf1 -all exp=why.bad.example\"")
                .add("why.bad.example", "TXT", "\"%{i} is none of ours\"")
                .add("broken.example", "TXT", "\"v=spf1 nonsense\"")
                .add("soft.example", "TXT", "\"v=spf1 ~all\"");
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    @Tag("SPF-1")
    void bothIdentitiesAreCheckedAndTheNullPathByTheGreetingAlone() {
        SpfReply reply = ask(path("good.example"));
        assertThat(reply.refusal()).isNull();
        assertThat(reply.checks())
                .extracting(SpfReply.Check::identity)
                .containsExactly(Identity.HELO, Identity.MAIL_FROM);
        assertThat(reply.checks()).extracting(SpfReply.Check::result).containsExactly(Result.FAIL, Result.PASS);

        SpfReply bounce = ask(new ReversePath.Null());
        assertThat(bounce.checks()).extracting(SpfReply.Check::identity).containsExactly(Identity.HELO);
        assertThat(bounce.refusal())
                .isEqualTo(new Refusal(Reason.FAIL, "SPF check failed for bad.example: 192.0.2.10 is none of ours"));
    }

    @Test
    @Tag("SPF-2")
    void aFailureIsRefusedInTheWordsOfTheDomainOrInOurs() {
        assertThat(ask(path("bad.example")).refusal())
                .isEqualTo(new Refusal(Reason.FAIL, "SPF check failed for bad.example: 192.0.2.10 is none of ours"));

        policy = new SpfPolicy(Action.BLOCK, Action.LOG, "see our terms", null);
        assertThat(ask(path("bad.example")).refusal())
                .isEqualTo(new Refusal(Reason.FAIL, "SPF check failed for bad.example: see our terms"));

        policy = SpfPolicy.DEFAULT;
        assertThat(ask(path("bad.example")).refusal()).isNull();
    }

    @Test
    @Tag("SPF-3")
    void aSoftFailureIsNeverRefusedAndABrokenRecordIfTheAdministratorSaysSo() {
        assertThat(ask(path("soft.example")).refusal()).isNull();
        assertThat(ask(path("none.example")).refusal()).isNull();
        assertThat(List.of(ask(path("broken.example")).refusal()))
                .singleElement()
                .satisfies(refusal -> {
                    assertThat(refusal.reason()).isEqualTo(Reason.PERMANENT_ERROR);
                    assertThat(refusal.text()).startsWith("SPF record of broken.example cannot be used: syntax error");
                });
    }

    @Test
    @Tag("SPF-3")
    void aSenderWhoseDnsDoesNotAnswerComesInAtTheFourthTryOfADay() {
        dns.failFor("away.example");
        for (int i = 0; i < 3; i++) {
            assertThat(ask(path("away.example")).refusal()).isEqualTo(new Refusal(Reason.TEMPORARY_ERROR, ""));
        }
        SpfReply fourth = ask(path("away.example"));
        assertThat(fourth.refusal()).isNull();
        assertThat(fourth.checks().getLast().result()).isEqualTo(Result.TEMPERROR);

        clock.advance(Duration.ofHours(25));
        temporaryErrors.prune();
        assertThat(jdbc.sql("select count(*) from spf_temporary_error")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(ask(path("away.example")).refusal()).isEqualTo(new Refusal(Reason.TEMPORARY_ERROR, ""));
    }

    private SpfReply ask(ReversePath path) {
        return decisions.decide(new SpfRequest(IpAddress.parse("192.0.2.10").require(), "bad.example", path));
    }

    private static ReversePath path(String domain) {
        return new ReversePath.To(new AddrSpec("joe", new Domain(domain)));
    }
}
