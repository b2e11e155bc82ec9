package org.letterlock.netty.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.netty.access.AcceptCheck.Stage;
import org.letterlock.netty.access.ConnectionGate.Verdict;

class GateExplanationTest {
    private static final List<String> SERVICES = List.of("smtp", "submission", "imap", "imaps", "admin");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("EXP-2")
    @Tag("EXP-6")
    void whatIsExplainedIsWhatIsDecided(long seed) {
        Random random = new Random(seed);
        AccessPolicies policies = policies(random);
        ConnectionGate gate = ConnectionGate.of(policies, InstantSource.fixed(NOW));

        for (int i = 0; i < 50; i++) {
            String service = SERVICES.get(random.nextInt(SERVICES.size()));
            IpAddress peer = address(random);
            Stage explained = gate.explain(service, peer).orElse(null);

            Stage decided =
                    gate.judge(service, peer) instanceof Verdict.Refused(Refusal refusal) ? stage(refusal) : null;
            assertThat(explained)
                    .as("seed %d, %s from %s", seed, service, peer.format())
                    .isEqualTo(decided);
        }
    }

    private static AccessPolicies policies(Random random) {
        AccessPolicies policies = new AccessPolicies(Set::of);
        for (int group = 0; group < 3; group++) {
            policies.put(new IpGroup(
                    new IpGroupId(new UUID(0, group)),
                    "g" + group,
                    List.of(
                            new IpGroup.Entry(
                                    new IpGroup.Match.Host(address(random).format()), random.nextBoolean(), ""),
                            new IpGroup.Entry(new IpGroup.Match.Network("192.0.2.0", 26), random.nextBoolean(), ""))));
        }
        for (String service : SERVICES) {
            IpGroupId group = random.nextBoolean() ? new IpGroupId(new UUID(0, random.nextInt(4))) : null;
            policies.put(new ServicePolicy(service, true, group, 0, 0));
        }
        for (int block = 0; block < 5; block++) {
            policies.putBlock(
                    "b" + block,
                    new AddressBlock(
                            address(random).format(),
                            random.nextBoolean() ? 32 : 28,
                            NOW,
                            NOW.plus(Duration.ofSeconds(random.nextInt(20) - 10)),
                            AddressBlock.Reason.GUESSING));
        }
        return policies;
    }

    private static IpAddress address(Random random) {
        String network = random.nextInt(5) == 0 ? "127.0.0." : "192.0.2.";
        return IpAddress.parse(network + random.nextInt(256)).require();
    }

    private static Stage stage(Refusal refusal) {
        return switch (refusal) {
            case Refusal.AddressNotPermitted _ -> Stage.ALLOWED_GROUP;
            case Refusal.AddressBlocked _, Refusal.Harvesting _ -> Stage.ADDRESS_BLOCK;
            case Refusal.StoreSealed _ -> Stage.SEALED_STORE;
            case Refusal.TooManyConnections _ -> Stage.SERVICE_LIMIT;
            case Refusal.TooManyFromAddress _ -> Stage.PER_ADDRESS_LIMIT;
        };
    }
}
