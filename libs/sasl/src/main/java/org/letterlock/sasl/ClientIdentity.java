package org.letterlock.sasl;

/**
 * Who the client says it is, as it wrote the names (RFC 4422 section 2). What two spellings of one name have in common is
 * for the owner of the accounts to say, and so is whether the one may act as the other (AUTH-5).
 *
 * @param authentication whose credentials they are
 * @param authorization whom the client wants to act as; empty for the same
 */
public record ClientIdentity(String authentication, String authorization) {
    /** Acting as oneself. */
    public static ClientIdentity of(String name) {
        return new ClientIdentity(name, "");
    }
}
