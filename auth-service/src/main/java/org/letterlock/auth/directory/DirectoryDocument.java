package org.letterlock.auth.directory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an administrator writes about the directory of a domain (DIR-1).
 *
 * @param kind LDAP or ACTIVE_DIRECTORY
 * @param primary required
 * @param backup asked where the primary host does not answer; null for none
 * @param security LDAPS or STARTTLS
 * @param trustedCertificates PEM of the certificates that those of the hosts must lead to; empty for the anchors of the system
 * @param bindName of the account that searches
 * @param bindPassword a new one as a string; null, and the masked value that is shown, change nothing (API-12)
 * @param base below which the entries are
 * @param filter which of them are people; null for the usual one of the kind
 * @param attributes null, and null in it, for the usual ones of the kind
 * @param syncMinutes between two syncs, 1 to 1440
 */
record DirectoryDocument(
        String kind,
        @Nullable Host primary,
        @Nullable Host backup,
        String security,
        String trustedCertificates,
        String bindName,
        @Nullable JsonNode bindPassword,
        String base,
        @Nullable String filter,
        @Nullable Attributes attributes,
        int syncMinutes) {

    static final DirectoryDocument DEFAULTS =
            new DirectoryDocument("LDAP", null, null, "LDAPS", "", "", null, "", null, null, 15);

    /** @param port null for 636 with LDAPS and 389 with STARTTLS */
    record Host(@Nullable String host, @Nullable Integer port) {}

    /** Where an entry has what an account needs. */
    record Attributes(
            @Nullable String login,
            @Nullable String displayName,
            @Nullable String id) {}

    /** The same without what is not kept in it. */
    DirectoryDocument withoutSecrets() {
        return new DirectoryDocument(
                kind,
                primary,
                backup,
                security,
                trustedCertificates,
                bindName,
                null,
                base,
                filter,
                attributes,
                syncMinutes);
    }

    /** All of it but the password; equal where the settings are. */
    String text() {
        List<String> members = new ArrayList<>(List.of(kind, security, bindName, base, Integer.toString(syncMinutes)));
        members.add(String.valueOf(primary));
        members.add(String.valueOf(backup));
        members.add(String.valueOf(trustedCertificates));
        members.add(String.valueOf(filter));
        members.add(String.valueOf(attributes));
        return String.join("\n", members);
    }

    @Override
    public String toString() {
        return "DirectoryDocument[" + kind + "]";
    }
}
