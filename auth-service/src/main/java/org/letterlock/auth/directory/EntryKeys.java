package org.letterlock.auth.directory;

import java.util.Base64;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;

/** Makes of the ids of entries what accounts keep of them: tokens by which they are known again, and nothing else. */
final class EntryKeys {
    private final Sealer sealer;

    EntryKeys(Sealer sealer) {
        this.sealer = sealer;
    }

    Octets of(DomainId domain, Octets id) {
        String text = Base64.getEncoder().encodeToString(id.view());
        return Octets.wrap(sealer.token(ClassKey.SETTINGS, "auth", "directory entry", domain.toString(), text));
    }
}
