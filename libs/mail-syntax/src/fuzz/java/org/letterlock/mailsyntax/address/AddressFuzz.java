package org.letterlock.mailsyntax.address;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import org.letterlock.mailsyntax.ParseResult.Parsed;

/** Addresses are read or refused, and what was read is read again from what is written of it. */
class AddressFuzz {
    @DictionaryEntries({"\"", "\\", "@", "<", ">", "(", ")", ":", ";", ",", "[IPv6:", "=?utf-8?q?", "?=", "xn--", ".", " "})
    @FuzzTest
    void whatIsWrittenIsReadAgain(@NotNull String text) {
        if (AddrSpec.parse(text) instanceof Parsed<AddrSpec>(AddrSpec address)) {
            assertThat(AddrSpec.parse(address.format())).isEqualTo(new Parsed<>(address));
        }
        if (Domain.parse(text) instanceof Parsed<Domain>(Domain domain)) {
            assertThat(Domain.parse(domain.text())).isEqualTo(new Parsed<>(domain));
        }
        if (AddressList.parse(text) instanceof Parsed<AddressList>(AddressList list)) {
            for (NamedAddress mailbox : list.mailboxes()) {
                assertThat(AddressList.parse(mailbox.format()).require().mailboxes())
                        .extracting(NamedAddress::address)
                        .containsExactly(mailbox.address());
            }
        }
    }
}
