package org.letterlock.contracts.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import org.letterlock.mailsyntax.ParseResult.Parsed;

/** Addresses are read or refused, and what was read is read again from its canonical text. */
class IpAddressFuzz {
    @DictionaryEntries({"::", "::ffff:", "192.0.2.1", "2001:db8::", "%eth0", "/24", "0"})
    @FuzzTest
    void whatIsWrittenIsReadAgain(@NotNull String text) {
        if (IpAddress.parse(text) instanceof Parsed<IpAddress>(IpAddress address)) {
            assertThat(IpAddress.parse(address.format())).isEqualTo(new Parsed<>(address));
            assertThat(IpAddress.of(address.octets())).isEqualTo(address);
        }
    }
}
