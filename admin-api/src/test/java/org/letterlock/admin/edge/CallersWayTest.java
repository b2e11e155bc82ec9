package org.letterlock.admin.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.admin.edge.CallersWay.Rules;
import org.letterlock.contracts.access.ConnectionPolicy;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.access.ServicePolicy.Binding;
import org.letterlock.contracts.lockout.RuleChange;

/** Which changes close the way by which an administrator has come (ADM-1, IPG-10). */
class CallersWayTest {
    private static final IpGroupId OFFICE = new IpGroupId(new UUID(0, 1));
    private static final IpGroupId PROXIES = new IpGroupId(new UUID(0, 2));
    private static final IpAddress HERE = IpAddress.parse("192.0.2.10").require();
    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1").require();
    private static final IpAddress LOCAL = IpAddress.parse("198.51.100.1").require();
    private static final Binding DIRECT = new Binding("any", 4040, false);
    private static final Binding PROXIED = new Binding("any", 4040, true);

    @Test
    @Tag("ADM-1")
    @Tag("VAL-1")
    void disablingTheAdministrationCutsWhoIsElsewhere() {
        assertThat(isCut(HERE, RuleChange.of(admin(false, null)))).isTrue();
        assertThat(isCut(LOOPBACK, RuleChange.of(admin(false, null)))).isFalse();
    }

    @Test
    @Tag("ADM-1")
    @Tag("IPG-10")
    void aGroupThatTheCallerIsNotInCutsHim() {
        assertThat(isCut(HERE, RuleChange.of(admin(true, OFFICE)))).isFalse();
        assertThat(isCut(HERE, RuleChange.of(admin(true, PROXIES)))).isTrue();
        assertThat(isCut(LOOPBACK, RuleChange.of(admin(true, PROXIES)))).isFalse();
    }

    @Test
    @Tag("ADM-1")
    @Tag("VAL-3")
    void remoteAdministrationThatIsOffCutsWhoIsElsewhere() {
        assertThat(isCut(HERE, RuleChange.of(admin(true, null).admitting(null, true))))
                .isTrue();
        assertThat(isCut(LOOPBACK, RuleChange.of(admin(true, null).admitting(null, true))))
                .isFalse();
    }

    @Test
    @Tag("IPG-10")
    void takingTheCallerOutOfTheGroupCutsHim() {
        Rules before = rules(admin(true, OFFICE), null);
        RuleChange change = RuleChange.of(group(OFFICE, "192.0.2.11"));

        assertThat(CallersWay.isCut(before, CallersWay.after(before, change), HERE, LOCAL))
                .isTrue();
        assertThat(CallersWay.isCut(before, CallersWay.after(before, RuleChange.without(OFFICE)), HERE, LOCAL))
                .isTrue();
    }

    @Test
    @Tag("VAL-1")
    void anotherListenerBesideTheCallersCutsNobodyAndAnotherInItsPlaceDoes() {
        Binding other = new Binding("203.0.113.1", 4041, false);

        assertThat(isCut(HERE, RuleChange.of(admin(true, null, DIRECT, other)))).isFalse();
        assertThat(isCut(HERE, RuleChange.of(admin(true, null, other)))).isTrue();
    }

    @Test
    @Tag("VAL-1")
    @Tag("SVC-14")
    void wantingAProxyHeaderOfWhoComesWithoutCutsHim() {
        assertThat(isCut(HERE, RuleChange.of(admin(true, null, PROXIED)))).isTrue();
        assertThat(isCut(LOOPBACK, RuleChange.of(admin(true, null, PROXIED)))).isFalse();
    }

    @Test
    @Tag("VAL-1")
    @Tag("SVC-14")
    void trustingAProxyNoMoreCutsWhoMayHaveComeByIt() {
        Rules before = rules(admin(true, null, PROXIED), PROXIES);
        RuleChange none = RuleChange.of(ConnectionPolicy.DEFAULT);
        RuleChange another = RuleChange.of(group(PROXIES, "203.0.113.9"));

        assertThat(CallersWay.isCut(before, CallersWay.after(before, none), HERE, LOCAL))
                .isTrue();
        assertThat(CallersWay.isCut(before, CallersWay.after(before, another), HERE, LOCAL))
                .isTrue();
        assertThat(CallersWay.isCut(before, before, HERE, LOCAL)).isFalse();
    }

    private static boolean isCut(IpAddress peer, RuleChange change) {
        Rules before = rules(admin(true, null), null);
        return CallersWay.isCut(before, CallersWay.after(before, change), peer, LOCAL);
    }

    private static Rules rules(ServicePolicy policy, @Nullable IpGroupId proxies) {
        return new Rules(
                policy,
                proxies,
                IpGroups.of(
                        List.of(group(OFFICE, HERE.format()), group(PROXIES, "203.0.113.8")),
                        IpGroups.Surroundings.NONE));
    }

    private static IpGroup group(IpGroupId id, String address) {
        return new IpGroup(id, "group", List.of(new IpGroup.Entry(new IpGroup.Match.Host(address), true, "")));
    }

    private static ServicePolicy admin(boolean enabled, @Nullable IpGroupId group, Binding... bindings) {
        return new ServicePolicy(
                "admin", enabled, false, null, List.of(bindings), group, 0, 0, null, null, false, false);
    }
}
