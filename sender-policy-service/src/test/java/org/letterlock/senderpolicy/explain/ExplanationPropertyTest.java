package org.letterlock.senderpolicy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.AddressRecord.Alias;
import org.letterlock.contracts.directory.AddressRecord.Group;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.contracts.senderpolicy.SenderCheckRequest;
import org.letterlock.contracts.senderpolicy.SenderPolicy;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.senderpolicy.explain.ExplainSenderController.Answer;
import org.letterlock.senderpolicy.explain.ExplainSenderController.Question;
import org.letterlock.senderpolicy.judgement.Delegations.Delegate;
import org.letterlock.senderpolicy.judgement.Delegations.Grant;
import org.letterlock.senderpolicy.judgement.Delegations.Mode;
import org.letterlock.senderpolicy.judgement.SenderJudge;
import org.letterlock.service.web.Principal;

/** On random installations and senders: what is explained is what is decided, and a right that was taken back leaves nothing. */
class ExplanationPropertyTest {
    private static final int QUESTIONS = 500;
    private static final int ACCOUNTS = 4;
    private static final IpGroupId TRUSTED = new IpGroupId(new UUID(4, 1));
    private static final List<String> DOMAINS = List.of("a.example", "alias.a.example", "b.example", "elsewhere.test");
    private static final List<String> LOCAL_PARTS =
            List.of("u0", "u1", "u2", "u3", "U1+tag", "\"u2\"", "team", "alias", "wild7", "nobody");
    private static final List<String> CLIENTS = List.of("192.0.2.1", "192.0.2.8", "2001:db8::1");

    private final Directory directory = new Directory();
    private final List<Grant> grantedByFirst = new ArrayList<>();
    private SenderPolicy policy = SenderPolicy.DEFAULT;
    private final SenderJudge judge = new SenderJudge(
            directory,
            principal -> principal.equals(account(0)) ? List.copyOf(grantedByFirst) : List.of(),
            () -> policy,
            (group, address) -> group.equals(TRUSTED) && address.equals("192.0.2.8"));
    private final ExplainSenderController controller = new ExplainSenderController(judge, directory, () -> policy);
    private final Principal auditor =
            new Principal(account(9), "auditor@a.example", Role.AUDITOR, UUID.randomUUID(), false, "127.0.0.1");

    @ParameterizedTest
    @Tag("SPOOF-16")
    @Tag("EXP-1")
    @Tag("EXP-6")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theExplanationIsAlwaysTheDecision(long seed) {
        Random random = new Random(seed);
        install(random);
        for (Case one : cases(random)) {
            List<SenderCheckReply> decided = decide(one);

            Answer explained = controller.explain(
                    auditor,
                    new Question(
                            one.account() == null ? null : one.account().value(),
                            one.client(),
                            one.mailFrom().format(),
                            one.from().stream().map(AddrSpec::format).toList(),
                            one.sender() == null ? null : one.sender().format()));

            String reply = decided.stream()
                    .filter(SenderCheckReply.Refused.class::isInstance)
                    .map(SenderCheckReply.Refused.class::cast)
                    .map(refused -> "550 5.7.1 " + refused.reply())
                    .findFirst()
                    .orElse(null);
            assertThat(explained.reply()).as("seed %d, %s", seed, one).isEqualTo(reply);
            assertThat(explained.verdict()).isEqualTo(reply == null ? "permitted" : "refused");
            assertThat(explained.addresses().stream()
                            .anyMatch(verdict -> verdict.result().equals("refused")))
                    .as("seed %d, %s", seed, one)
                    .isEqualTo(reply != null);
        }
    }

    @ParameterizedTest
    @Tag("SPOOF-15")
    @Tag("DELEG-5")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void aRightThatWasGrantedAndRevokedLeavesEveryDecisionAsItWas(long seed) {
        Random random = new Random(seed);
        install(random);
        List<Case> cases = cases(random);
        List<List<SenderCheckReply>> before = cases.stream().map(this::decide).toList();
        SenderPolicy policyBefore = policy;
        AddressId group = new AddressId(new UUID(7, 1));
        AddressId alias = new AddressId(new UUID(7, 2));

        grantedByFirst.add(new Grant(new Delegate.ToAccount(account(1)), Mode.SEND_AS));
        directory.put(new Group(group, domain(1), "new", List.of(address("nobody@b.example")), targets(random)));
        directory.put(new Alias(alias, domain(0), "nobody", targets(random)));
        policy = new SenderPolicy(true, false, true, TRUSTED, true);
        cases.forEach(this::decide);
        grantedByFirst.removeLast();
        directory.removeAddress(group);
        directory.removeAddress(alias);
        policy = policyBefore;

        assertThat(cases.stream().map(this::decide).toList())
                .as("seed %d", seed)
                .isEqualTo(before);
    }

    private List<SenderCheckReply> decide(Case one) {
        return List.of(
                judge.judge(new SenderCheckRequest.AtMailFrom(
                                one.account(), one.client(), new ReversePath.To(one.mailFrom())))
                        .reply(),
                judge.judge(new SenderCheckRequest.AtHeader(one.account(), one.client(), one.from(), one.sender()))
                        .reply());
    }

    private void install(Random random) {
        directory.put(new DomainRecord(
                domain(0),
                new Domain("a.example"),
                List.of(new Domain("alias.a.example")),
                true,
                random.nextBoolean() ? "+" : null,
                random.nextInt(4) > 0));
        directory.put(
                new DomainRecord(domain(1), new Domain("b.example"), List.of(), false, "+", random.nextBoolean()));
        for (int i = 0; i < ACCOUNTS; i++) {
            directory.put(new AccountRecord(
                    account(i),
                    domain(i % 2),
                    address("u" + i + (i % 2 == 0 ? "@a.example" : "@b.example")),
                    List.of(),
                    "",
                    random.nextInt(6) > 0,
                    random.nextInt(6) > 0,
                    Role.USER,
                    null,
                    false,
                    random.nextInt(4) == 0));
        }
        directory.put(new Group(
                new AddressId(new UUID(6, 1)), domain(0), "team", List.of(address("team@a.example")), targets(random)));
        directory.put(new Alias(new AddressId(new UUID(6, 2)), domain(0), "alias", targets(random)));
        directory.put(new Alias(new AddressId(new UUID(6, 3)), domain(0), "wild*", targets(random)));
        for (Mode mode : Mode.values()) {
            if (random.nextBoolean()) {
                grantedByFirst.add(new Grant(new Delegate.ToAccount(account(1 + random.nextInt(3))), mode));
            }
        }
        policy = new SenderPolicy(
                random.nextInt(4) > 0,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean() ? TRUSTED : null,
                random.nextBoolean());
    }

    private static List<Case> cases(Random random) {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            List<AddrSpec> from = new ArrayList<>();
            int authors = 1 + random.nextInt(3);
            for (int author = 0; author < authors; author++) {
                from.add(anyAddress(random));
            }
            cases.add(new Case(
                    random.nextInt(3) == 0 ? null : account(random.nextInt(ACCOUNTS + 1)),
                    one(random, CLIENTS),
                    anyAddress(random),
                    from,
                    random.nextBoolean() ? anyAddress(random) : null));
        }
        return cases;
    }

    private static List<Target> targets(Random random) {
        return List.of(new Target.ToAccount(account(random.nextInt(ACCOUNTS))));
    }

    private static AddrSpec anyAddress(Random random) {
        return address(one(random, LOCAL_PARTS) + "@" + one(random, DOMAINS));
    }

    private static String one(Random random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static AddrSpec address(String text) {
        return AddrSpec.parse(text).require();
    }

    private static DomainId domain(int number) {
        return new DomainId(new UUID(1, number));
    }

    private static AccountId account(int number) {
        return new AccountId(new UUID(2, number));
    }

    /** Who used which addresses. */
    private record Case(
            @Nullable AccountId account,
            String client,
            AddrSpec mailFrom,
            List<AddrSpec> from,
            @Nullable AddrSpec sender) {}
}
