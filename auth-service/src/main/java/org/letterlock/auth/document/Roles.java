package org.letterlock.auth.document;

import java.util.Arrays;
import java.util.Optional;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/** Roles as documents name them. */
public final class Roles {
    private Roles() {}

    /** Reads a role; a name that is none becomes a fault. */
    public static Role parse(String text, String pointer, Faults faults) {
        Optional<Role> role = Arrays.stream(Role.values())
                .filter(each -> each.name().equals(text))
                .findFirst();
        if (role.isEmpty()) {
            faults.add(pointer, "not-allowed", "One of USER, AUDITOR, FULL_ADMIN.");
            return Role.USER;
        }
        return switch (role.get()) {
            case USER, AUDITOR, FULL_ADMIN -> role.get();
            case DOMAIN_ADMIN ->
                throw new ProblemException(
                        ProblemType.FEATURE_UNAVAILABLE, "The role DOMAIN_ADMIN cannot be granted yet.");
        };
    }
}
