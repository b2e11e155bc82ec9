package org.letterlock.service.maillog;

import java.util.HexFormat;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;

/**
 * How the mail log names addresses. Log files are not sealed, so the local-part is a keyed token, by which the lines of all
 * services about one address can be matched and no address be read. Safe for use by any thread.
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
        byte[] token = sealer.token(ClassKey.LOGS, "mail-log", address.format());
        return "~" + HexFormat.of().formatHex(token, 0, TOKEN) + "@"
                + address.domain().text();
    }

    /** The path, masked likewise; {@code <>} for the null one. */
    public String mask(ReversePath path) {
        return switch (path) {
            case ReversePath.Null _ -> "<>";
            case ReversePath.To(AddrSpec address) -> mask(address);
        };
    }
}
