package org.letterlock.auth.apppassword;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a new app password to be.
 *
 * @param services any of {@code smtp}, {@code imap}, {@code pop3}, {@code nntp}, {@code ldap}
 * @param ipGroup id of the IP group from where it may be used; null for everywhere
 * @param expiresAt null for never
 */
record AppPasswordDocument(
        String name,
        List<String> services,
        @Nullable UUID ipGroup,
        @Nullable Instant expiresAt) {
    static final AppPasswordDocument DEFAULTS = new AppPasswordDocument("", List.of(), null, null);
}
