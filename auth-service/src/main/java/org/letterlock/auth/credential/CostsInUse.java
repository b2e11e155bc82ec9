package org.letterlock.auth.credential;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The costs of the passwords that are stored, each with how many have it. After the setting has changed, accounts differ in what
 * a login with their names costs and in the iteration count that SCRAM tells; a name that nobody has takes one of those costs,
 * always the same and as often as accounts have it, so it cannot be told from theirs (AUTH-3, AUTH-7).
 */
record CostsInUse(List<Share> shares) {
    /** So many passwords cost that. */
    record Share(PasswordCost cost, long count) {}

    CostsInUse {
        shares = List.copyOf(shares);
    }

    /**
     * The cost that a name has which nobody has.
     *
     * @param token at least eight octets, a keyed function of the name
     * @param otherwise the cost where no password is stored
     */
    PasswordCost draw(byte[] token, PasswordCost otherwise) {
        long total = shares.stream().mapToLong(Share::count).sum();
        if (total == 0) {
            return otherwise;
        }
        // A fraction of the whole, not a remainder: another account more or less must not deal all names anew.
        long place = Math.unsignedMultiplyHigh(ByteBuffer.wrap(token).getLong(), total);
        for (Share share : shares) {
            place -= share.count();
            if (place < 0) {
                return share.cost();
            }
        }
        throw new IllegalStateException("shares are fewer than their sum");
    }
}
