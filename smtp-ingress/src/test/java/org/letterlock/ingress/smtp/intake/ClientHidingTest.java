package org.letterlock.ingress.smtp.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.smtp.DeliveryPolicy.HideClientAddress;

class ClientHidingTest {
    @ParameterizedTest
    @Tag("HDR-2")
    @CsvSource({
        // mode, address, logged in, ours, hidden
        "PRIVATE, 10.1.2.3, true, true, true",
        "PRIVATE, 172.31.255.255, true, true, true",
        "PRIVATE, fd00::1, false, true, true",
        "PRIVATE, 10.1.2.3, false, false, false",
        "PRIVATE, 203.0.113.1, true, true, false",
        "PRIVATE, 172.32.0.0, true, true, false",
        "SUBMISSION, 203.0.113.1, true, true, true",
        "SUBMISSION, 10.1.2.3, false, true, false",
        "NEVER, 10.1.2.3, true, true, false",
    })
    void theClientIsHiddenAsTheModeSays(
            HideClientAddress mode, String address, boolean loggedIn, boolean ours, boolean hidden) {
        assertThat(ClientHiding.hides(mode, IpAddress.parse(address).require(), loggedIn, ours))
                .isEqualTo(hidden);
    }
}
