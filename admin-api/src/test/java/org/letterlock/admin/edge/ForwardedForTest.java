package org.letterlock.admin.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.contracts.access.IpAddress;

@Tag("SVC-15")
class ForwardedForTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "192.0.2.1|192.0.2.1",
                "192.0.2.1, 10.0.0.1|192.0.2.1",
                "192.0.2.9, 192.0.2.1,10.0.0.1, 10.0.0.2|192.0.2.1",
                "192.0.2.1:4711|192.0.2.1",
                "2001:db8::1|2001:db8::1",
                "[2001:db8::1]:80, 10.0.0.1|2001:db8::1",
                "192.0.2.1, unknown|-",
                "10.0.0.1|-",
                "|-",
                ",|-"
            })
    void theLastHopThatIsNoProxyIsTheClient(String value, String client) {
        assertThat(ForwardedFor.client(List.of(), List.of(value == null ? "" : value), ForwardedForTest::isProxy)
                        .map(IpAddress::format)
                        .orElse("-"))
                .isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "for=192.0.2.1;proto=https;by=203.0.113.43|192.0.2.1",
                "For=\"[2001:db8:cafe::17]:4711\"|2001:db8:cafe::17",
                "for=192.0.2.43, for=10.0.0.1;by=10.0.0.2|192.0.2.43",
                "for=192.0.2.43, for=unknown|-",
                "for=_hidden|-",
                "proto=https|-"
            })
    void theFieldOfTheStandardCountsBeforeTheOlderOne(String value, String client) {
        assertThat(ForwardedFor.client(List.of(value), List.of("198.51.100.1"), ForwardedForTest::isProxy)
                        .map(IpAddress::format)
                        .orElse("-"))
                .isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource({
        "for=192.0.2.1, 192.0.2.1, false",
        "for=192.0.2.1, '192.0.2.1, 10.0.0.1', false",
        "for=192.0.2.1, 198.51.100.1, true",
        "for=unknown, 198.51.100.1, true",
        ", 198.51.100.1, false",
        "for=192.0.2.1, , false"
    })
    @Tag("SVC-15")
    void whatAProxyLetsThroughDoesNotPassForItsOwnWord(String standard, String older, boolean disagree) {
        assertThat(ForwardedFor.disagree(
                        standard == null ? List.of() : List.of(standard),
                        older == null ? List.of() : List.of(older),
                        ForwardedForTest::isProxy))
                .isEqualTo(disagree);
    }

    private static boolean isProxy(IpAddress address) {
        return address.format().startsWith("10.");
    }
}
