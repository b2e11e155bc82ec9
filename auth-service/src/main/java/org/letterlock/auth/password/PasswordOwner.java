package org.letterlock.auth.password;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.DomainId;

/**
 * Whose password it is to be.
 *
 * @param account null for one that is yet to be
 * @param domain null for the built-in administrator
 * @param login the login name without its domain
 * @param fullName as it is displayed
 * @param publicFields what others may read about the account (PWD-6)
 */
public record PasswordOwner(
        @Nullable AccountId account,
        @Nullable DomainId domain,
        String login,
        String fullName,
        List<String> publicFields) {
    public PasswordOwner {
        publicFields = List.copyOf(publicFields);
    }
}
