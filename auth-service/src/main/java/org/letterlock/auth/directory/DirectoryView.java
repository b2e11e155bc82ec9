package org.letterlock.auth.directory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a domain as the API shows it: with what is in force where nothing else was said.
 *
 * @param bindPassword that there is one, never what it is (API-12)
 */
record DirectoryView(
        String kind,
        Host primary,
        @Nullable Host backup,
        String security,
        String trustedCertificates,
        String bindName,
        Secret bindPassword,
        String base,
        String filter,
        Attributes attributes,
        int syncMinutes,
        Instant createdAt,
        Instant changedAt) {

    /** A server. */
    record Host(String host, int port) {
        static Host of(DirectoryHost host) {
            return new Host(host.name(), host.port());
        }
    }

    /** Where an entry has what an account needs. */
    record Attributes(String login, String displayName, String id) {}

    /** What may be known of a secret. */
    record Secret(boolean set, Instant changedAt) {}

    static DirectoryView of(StoredDirectory stored) {
        DirectorySettings settings = stored.settings();
        DirectoryHost backup = settings.backup();
        AttributeNames names = settings.attributes();
        return new DirectoryView(
                settings.kind().name(),
                Host.of(settings.primary()),
                backup == null ? null : Host.of(backup),
                settings.security().name(),
                stored.document().trustedCertificates(),
                settings.bindName(),
                new Secret(true, stored.bindPasswordChangedAt()),
                settings.base(),
                settings.filter(),
                new Attributes(names.login(), names.displayName(), names.id()),
                (int) settings.syncEvery().toMinutes(),
                stored.createdAt(),
                stored.changedAt());
    }
}
