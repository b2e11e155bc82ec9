package org.letterlock.service.maillog;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;

/**
 * How the mail log names addresses and messages. Log files are not sealed, so a local-part and a Message-ID are keyed tokens,
 * by which the lines of all services about one address or message can be matched and none be read. Safe for use by any
 * thread.
 */
public final class MaskedAddresses {
    private static final int TOKEN = 4;

    private final Sealer sealer;

    /** Names under the class key of the logs. */
    public MaskedAddresses(Sealer sealer) {
        this.sealer = sealer;
    }

    /** The address, its local-part masked. */
    public String mask(AddrSpec address) {
        return token(address.format()) + "@" + address.domain().text();
    }

    /** The Message-ID masked whole, for it is the sender's own text; a hyphen for none. */
    public String maskMessageId(@Nullable String messageId) {
        return messageId == null ? "-" : token(messageId);
    }

    private String token(String text) {
        return "~" + HexFormat.of().formatHex(sealer.token(ClassKey.LOGS, "mail-log", text), 0, TOKEN);
    }

    /** The path, masked likewise; {@code <>} for the null one. */
    public String mask(ReversePath path) {
        return switch (path) {
            case ReversePath.Null _ -> "<>";
            case ReversePath.To(AddrSpec address) -> mask(address);
        };
    }
}
