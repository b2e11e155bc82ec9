package org.letterlock.contracts.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "10.1.2.3, 10.1.2.3",
        "::, ::",
        "::1, ::1",
        "2001:DB8::1, 2001:db8::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    })
    void readsTheTextForms(String text, String canonical) {
        assertThat(IpAddress.parse(text).require().format()).isEqualTo(canonical);
    }

    @Tag("SVC-13")
    @ParameterizedTest
    @ValueSource(strings = {"::ffff:192.0.2.7", "::FFFF:c000:207", "0:0:0:0:0:ffff:192.0.2.7"})
    void anIpv4MappedAddressIsTheIpv4Address(String text) {
        assertThat(IpAddress.parse(text).require())
                .isEqualTo(IpAddress.parse("192.0.2.7").require());
    }

    @Tag("IPG-3")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "01.2.3.4",
                "1.2.3.256",
                "1.2.3.-4",
                "1.2.3.+4",
                "1.2.3.４",
                "host.example",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "::1/128",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1:2:3:4:5:6:7:8"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(IpAddress.parse(text)).isInstanceOf(SyntaxError.class);
    }

    @Test
    void agreesWithTheJdkOnRandomAddresses() throws UnknownHostException {
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            byte[] octets = new byte[i % 2 == 0 ? 4 : 16];
            random.nextBytes(octets);
            for (int j = 0; j < octets.length; j++) {
                octets[j] = random.nextInt(3) == 0 ? octets[j] : 0;
            }
            IpAddress address = IpAddress.of(octets);

            assertThat(IpAddress.parse(address.format()).require()).isEqualTo(address);
            assertThat(IpAddress.of(address.octets())).isEqualTo(address);
            assertThat(InetAddress.getByName(address.format())).isEqualTo(InetAddress.getByAddress(octets));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 8, 10.0.0.0, 10.255.255.255",
        "10.1.2.3, 32, 10.1.2.3, 10.1.2.3",
        "10.1.2.3, 0, 0.0.0.0, 255.255.255.255",
        "2001:db8:1:2:3::, 64, 2001:db8:1:2::, 2001:db8:1:2:ffff:ffff:ffff:ffff",
        "2001:db8::, 33, 2001:db8::, 2001:db8:7fff:ffff:ffff:ffff:ffff:ffff",
        "::1, 0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db8::f, 125, 2001:db8::8, 2001:db8::f",
    })
    void aPrefixHasAFirstAndALastAddress(String text, int prefixLength, String first, String last) {
        IpAddress address = IpAddress.parse(text).require();

        assertThat(address.first(prefixLength).format()).isEqualTo(first);
        assertThat(address.last(prefixLength).format()).isEqualTo(last);
    }
}
