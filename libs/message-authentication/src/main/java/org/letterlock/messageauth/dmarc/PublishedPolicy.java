package org.letterlock.messageauth.dmarc;

/**
 * The policy that was found for an author domain.
 *
 * @param domain where the record is published: the author domain, its organizational domain or its public suffix
 * @param record what it says
 * @param requested p, sp or np, whichever is for the author domain
 */
public record PublishedPolicy(String domain, DmarcRecord record, DmarcPolicy requested) {
    /** What applies where the message fails: as requested, one level milder in test mode. */
    public DmarcPolicy applied() {
        return record.testing() ? requested.milder() : requested;
    }
}
