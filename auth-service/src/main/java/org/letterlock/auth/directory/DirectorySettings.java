package org.letterlock.auth.directory;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A document about a directory that was found acceptable.
 *
 * @param backup null where there is none
 * @param anchors what the certificates of its hosts must lead to; empty for the anchors of the system
 * @param bindName of the account that searches: a DN, or what Active Directory takes in its place
 * @param base below which the entries are (RFC 4514)
 * @param filter which of them are people (RFC 4515)
 * @param syncEvery 1 to 1440 minutes
 */
record DirectorySettings(
        DirectoryKind kind,
        DirectoryHost primary,
        @Nullable DirectoryHost backup,
        ConnectionSecurity security,
        List<X509Certificate> anchors,
        String bindName,
        String base,
        String filter,
        AttributeNames attributes,
        Duration syncEvery) {
    DirectorySettings {
        anchors = List.copyOf(anchors);
    }

    /** In the order in which they are tried. */
    List<DirectoryHost> hosts() {
        return backup == null ? List.of(primary) : Stream.of(primary, backup).toList();
    }

    /** Whether the same people log in with the same passwords. */
    boolean knowsTheSamePeopleAs(DirectorySettings other) {
        return kind == other.kind
                && trustsTheSameAs(other)
                && base.equals(other.base)
                && filter.equals(other.filter)
                && attributes.equals(other.attributes);
    }

    /** Whether a password that is meant for the one goes nowhere else with the other. */
    boolean trustsTheSameAs(DirectorySettings other) {
        return hosts().equals(other.hosts())
                && security == other.security
                && anchors.equals(other.anchors)
                && bindName.equals(other.bindName);
    }
}
