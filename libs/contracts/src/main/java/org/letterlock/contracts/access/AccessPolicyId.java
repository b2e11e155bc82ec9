package org.letterlock.contracts.access;

import java.util.UUID;

/** Names an access policy; accounts refer to it by this, so renaming breaks nothing. */
public record AccessPolicyId(UUID value) {
    /** Reads the usual text form; throws {@link IllegalArgumentException} for any other. */
    public static AccessPolicyId parse(String text) {
        return new AccessPolicyId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
