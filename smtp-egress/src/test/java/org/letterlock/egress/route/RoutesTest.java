package org.letterlock.egress.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.egress.route.Route.TlsMode;
import org.letterlock.egress.route.RouteRule.Side;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;

@Tag("QUEUE-10")
class RoutesTest {
    private static final AddrSpec BEN = AddrSpec.parse("ben@example.com").require();

    @ParameterizedTest
    @CsvSource({
        "*@example.com, ben@example.com, true",
        "*@EXAMPLE.com, Ben@example.com, true",
        "*@example.com, ben@sub.example.com, false",
        "b?n@*, ben@example.com, true",
        "*, <>, true",
        "<>, <>, true",
        "*.com, ben@example.org, false",
        "*a*a*a*a*a*a*a*a*a*a*b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false",
    })
    void patternsKnowTwoWildcards(String pattern, String address, boolean matches) {
        assertThat(new AddressPattern(pattern).matches(address)).isEqualTo(matches);
    }

    @Test
    void theFirstRuleThatHoldsDecides() {
        Routes routes = new Routes(List.of(
                new RouteRule(Side.SENDER, false, "<>", "bounces.example", 2525, TlsMode.NONE, null, null),
                new RouteRule(
                        Side.RECIPIENT,
                        true,
                        "*@example.com",
                        "smarthost.example",
                        25,
                        TlsMode.OPPORTUNISTIC,
                        null,
                        null),
                new RouteRule(Side.RECIPIENT, false, "*", null, 2526, TlsMode.OPPORTUNISTIC, null, null)));
        ReversePath anna = new ReversePath.To(AddrSpec.parse("anna@example.org").require());

        assertThat(routes.find(new ReversePath.Null(), BEN))
                .isEqualTo(new Route.ToHost("bounces.example", 2525, TlsMode.NONE, null));
        assertThat(routes.find(anna, AddrSpec.parse("x@elsewhere.example").require()))
                .isEqualTo(new Route.ToHost("smarthost.example", 25, TlsMode.OPPORTUNISTIC, null));
        assertThat(routes.find(anna, BEN))
                .isEqualTo(new Route.ToMailExchangers(BEN.domain(), 2526, TlsMode.OPPORTUNISTIC));
    }

    @Test
    void withoutARuleTheMailExchangersGetIt() {
        assertThat(Routes.NONE.find(new ReversePath.Null(), BEN))
                .isEqualTo(new Route.ToMailExchangers(BEN.domain(), 25, TlsMode.OPPORTUNISTIC));
    }
}
