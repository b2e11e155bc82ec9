package org.letterlock.auth.account;

import java.util.List;
import java.util.UUID;

/** What everybody may see of the own account. */
record MeView(
        UUID id,
        String login,
        String displayName,
        List<String> extraAddresses,
        String role,
        boolean mayChangePassword,
        boolean mustChangePassword,
        boolean mustEnrol) {}
