package org.letterlock.netty.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.netty.access.AcceptCheck.Stage;
import org.letterlock.netty.access.ConnectionGate.Verdict;

class ConnectionGateTest {
    private static final IpAddress INSIDE = IpAddress.parse("192.0.2.1").require();
    private static final IpAddress OUTSIDE = IpAddress.parse("203.0.113.1").require();
    private static final IpGroupId OFFICE = new IpGroupId(new UUID(0, 1));

    private final AccessPolicies policies = new AccessPolicies(Set::of);
    private final ConnectionGate gate = ConnectionGate.of(policies, InstantSource.fixed(Instant.EPOCH));

    @Test
    @Tag("SVC-8")
    void onlyMembersOfTheAllowedGroupMayConnect() {
        policies.put(office());
        policies.put(new ServicePolicy("imap", true, OFFICE, 0, 0));

        assertThat(gate.judge("imap", INSIDE)).isInstanceOf(Verdict.Admitted.class);
        assertThat(gate.judge("imap", OUTSIDE)).isEqualTo(new Verdict.Refused(new Refusal.AddressNotPermitted()));
    }

    @Test
    @Tag("IPG-5")
    void aGroupThatNobodyKnowsAdmitsNobody() {
        policies.put(new ServicePolicy("imap", true, OFFICE, 0, 0));

        assertThat(gate.judge("imap", INSIDE)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    @Tag("IPG-13")
    void aChangedGroupHoldsForTheNextConnection() {
        policies.put(office());
        policies.put(new ServicePolicy("imap", true, OFFICE, 0, 0));
        assertThat(gate.judge("imap", OUTSIDE)).isInstanceOf(Verdict.Refused.class);

        policies.put(new IpGroup(
                OFFICE, "office", List.of(new IpGroup.Entry(new IpGroup.Match.Host(OUTSIDE.format()), true, ""))));

        assertThat(gate.judge("imap", OUTSIDE)).isInstanceOf(Verdict.Admitted.class);
        assertThat(gate.judge("imap", INSIDE)).isInstanceOf(Verdict.Refused.class);
        policies.removeGroup(OFFICE);
        assertThat(gate.judge("imap", OUTSIDE)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    @Tag("ADM-1")
    void theMachineItselfAlwaysGetsToItsAdministrationAndToNothingElse() {
        policies.put(new ServicePolicy("admin", true, OFFICE, 1, 1));
        policies.put(new ServicePolicy("imap", true, OFFICE, 0, 0));

        for (String loopback : List.of("127.0.0.1", "127.9.9.9", "::1")) {
            IpAddress address = IpAddress.parse(loopback).require();
            assertThat(gate.judge("admin", address)).isInstanceOf(Verdict.Admitted.class);
            assertThat(gate.judge("admin", address)).isInstanceOf(Verdict.Admitted.class);
            assertThat(gate.judge("imap", address)).isInstanceOf(Verdict.Refused.class);
        }
        assertThat(gate.judge("admin", OUTSIDE)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    @Tag("CONN-2")
    void noMoreConnectionsThanTheServiceMayHave() {
        policies.put(new ServicePolicy("smtp", true, null, 2, 0));

        Verdict first = gate.judge("smtp", INSIDE);
        gate.judge("smtp", OUTSIDE);

        assertThat(gate.judge("smtp", INSIDE)).isEqualTo(new Verdict.Refused(new Refusal.TooManyConnections()));
        assertThat(gate.judge("imap", INSIDE)).isInstanceOf(Verdict.Admitted.class);
        ((Verdict.Admitted) first).pass().close();
        ((Verdict.Admitted) first).pass().close();
        assertThat(gate.judge("smtp", INSIDE)).isInstanceOf(Verdict.Admitted.class);
        assertThat(gate.judge("smtp", INSIDE)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    @Tag("CONN-1")
    void checksRunInTheOrderOfTheirStagesAndALaterRefusalGivesTheirPlacesBack() {
        List<String> calls = new ArrayList<>();
        ConnectionGate ordered = new ConnectionGate(List.of(
                recording(Stage.PER_ADDRESS_LIMIT, calls, true),
                recording(Stage.ADDRESS_BLOCK, calls, false),
                recording(Stage.SERVICE_LIMIT, calls, false)));

        assertThat(ordered.judge("smtp", INSIDE)).isInstanceOf(Verdict.Refused.class);

        assertThat(calls)
                .containsExactly(
                        "ADDRESS_BLOCK judge",
                        "SERVICE_LIMIT judge",
                        "PER_ADDRESS_LIMIT judge",
                        "ADDRESS_BLOCK released",
                        "SERVICE_LIMIT released");
    }

    @Test
    void aStageHasOneCheck() {
        AcceptCheck check = recording(Stage.ADDRESS_BLOCK, new ArrayList<>(), false);

        assertThatIllegalArgumentException().isThrownBy(() -> new ConnectionGate(List.of(check, check)));
    }

    @Test
    @Tag("CONN-7")
    void refusalsOfAnAddressAreLoggedOnceAMinuteWithTheirNumber() {
        Instant[] now = {Instant.EPOCH};
        RefusalCounts counts = new RefusalCounts(() -> now[0]);

        assertThat(counts.count("smtp", INSIDE, "limit")).isEqualTo(OptionalInt.of(1));
        assertThat(counts.count("smtp", INSIDE, "limit")).isEmpty();
        assertThat(counts.count("smtp", INSIDE, "limit")).isEmpty();
        assertThat(counts.count("smtp", OUTSIDE, "limit")).isEqualTo(OptionalInt.of(1));
        now[0] = Instant.EPOCH.plusSeconds(60);
        assertThat(counts.count("smtp", INSIDE, "limit")).isEqualTo(OptionalInt.of(3));
    }

    @Test
    @Tag("CONN-7")
    void anIpv6NetworkIsOneAddressInTheLog() {
        RefusalCounts counts = new RefusalCounts(InstantSource.fixed(Instant.EPOCH));

        counts.count("smtp", IpAddress.parse("2001:db8::1").require(), "limit");

        assertThat(counts.count("smtp", IpAddress.parse("2001:db8::2").require(), "limit"))
                .isEmpty();
        assertThat(counts.count("smtp", IpAddress.parse("2001:db8:0:1::2").require(), "limit"))
                .isPresent();
    }

    @Test
    @Tag("CONN-7")
    void aClockThatIsSetBackDoesNotSilenceTheLog() {
        Instant[] now = {Instant.EPOCH.plusSeconds(3600)};
        RefusalCounts counts = new RefusalCounts(() -> now[0]);
        counts.count("smtp", INSIDE, "limit");

        now[0] = Instant.EPOCH;

        assertThat(counts.count("smtp", INSIDE, "limit")).isEqualTo(OptionalInt.of(1));
    }

    @Test
    @Tag("CONN-1")
    void aCheckThatBreaksKeepsNoPlace() {
        List<String> calls = new ArrayList<>();
        AcceptCheck broken = new AcceptCheck() {
            @Override
            public Stage stage() {
                return Stage.PER_ADDRESS_LIMIT;
            }

            @Override
            public Optional<Refusal> judge(String service, IpAddress peer) {
                throw new IllegalStateException("no descriptor left to read the interfaces with");
            }
        };
        ConnectionGate ordered = new ConnectionGate(List.of(broken, recording(Stage.SERVICE_LIMIT, calls, false)));

        assertThatIllegalStateException().isThrownBy(() -> ordered.judge("smtp", INSIDE));

        assertThat(calls).containsExactly("SERVICE_LIMIT judge", "SERVICE_LIMIT released");
    }

    private static IpGroup office() {
        return new IpGroup(
                OFFICE, "office", List.of(new IpGroup.Entry(new IpGroup.Match.Network("192.0.2.0", 24), true, "")));
    }

    private static AcceptCheck recording(Stage stage, List<String> calls, boolean refuses) {
        return new AcceptCheck() {
            @Override
            public Stage stage() {
                return stage;
            }

            @Override
            public Optional<Refusal> judge(String service, IpAddress peer) {
                calls.add(stage + " judge");
                return refuses ? Optional.of(new Refusal.TooManyFromAddress()) : Optional.empty();
            }

            @Override
            public void released(String service, IpAddress peer) {
                calls.add(stage + " released");
            }
        };
    }
}
