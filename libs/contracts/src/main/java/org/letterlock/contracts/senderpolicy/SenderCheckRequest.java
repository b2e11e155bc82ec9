package org.letterlock.contracts.senderpolicy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;

/** The sender identities of a message, as they become known (SPOOF-4, SPOOF-5). */
public sealed interface SenderCheckRequest {
    /** Who is logged in; null for nobody. */
    @Nullable
    AccountId account();

    /** IP address of the client. */
    String clientAddress();

    /** Asked at MAIL FROM. */
    record AtMailFrom(@Nullable AccountId account, String clientAddress, ReversePath reversePath)
            implements SenderCheckRequest {}

    /**
     * Asked when the header section is complete.
     *
     * @param from every mailbox of the From field
     * @param sender the Sender field, where there is one
     */
    record AtHeader(
            @Nullable AccountId account,
            String clientAddress,
            List<AddrSpec> from,
            @Nullable AddrSpec sender) implements SenderCheckRequest {
        public AtHeader {
            from = List.copyOf(from);
        }
    }
}
