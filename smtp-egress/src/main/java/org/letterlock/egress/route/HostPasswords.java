package org.letterlock.egress.route;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.letterlock.contracts.Octets;
import org.letterlock.sasl.Password;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;

/**
 * Seals the passwords of routes once more within their document, so that whoever shows or compares rules never has one in
 * hand. Each is bound to its host and user: copied into another rule it does not open, and so is never sent elsewhere.
 */
public final class HostPasswords {
    private final Sealer sealer;

    /** Passwords under the class key of the configuration. */
    public HostPasswords(Sealer sealer) {
        this.sealer = sealer;
    }

    /** The password as it is stored. */
    public Octets seal(String host, String user, Password password) {
        return Octets.wrap(sealer.seal(ClassKey.CONFIG, password.toUtf8(), place(host, user)));
    }

    /** The password of a login at that host. */
    public Password open(String host, HostLogin login) {
        byte[] utf8 = sealer.open(ClassKey.CONFIG, login.password().view(), place(host, login.user()));
        return Password.parse(new String(utf8, StandardCharsets.UTF_8)).require();
    }

    private static String[] place(String host, String user) {
        return new String[] {"egress.route-password", host.toLowerCase(Locale.ROOT), user};
    }
}
