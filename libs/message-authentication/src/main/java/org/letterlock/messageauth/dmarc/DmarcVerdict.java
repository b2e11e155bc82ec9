package org.letterlock.messageauth.dmarc;

import org.jspecify.annotations.Nullable;

/**
 * What DMARC says about a message.
 *
 * @param author where the message claims to be from
 * @param policy null where none is published or it could not be found out
 */
public record DmarcVerdict(
        DmarcResult result, AuthorDomain author, @Nullable PublishedPolicy policy) {
    /** What is to be done: nothing, unless the message fails. */
    public DmarcPolicy disposition() {
        return result == DmarcResult.FAIL && policy != null ? policy.applied() : DmarcPolicy.NONE;
    }
}
