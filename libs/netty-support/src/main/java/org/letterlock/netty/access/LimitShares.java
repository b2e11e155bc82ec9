package org.letterlock.netty.access;

/** What part of the limits on connections this replica may use, so that all replicas together keep to them (CONN-5). */
public interface LimitShares {
    /** There is no other replica. */
    LimitShares WHOLE = new LimitShares() {
        @Override
        public int shareOf(int limit) {
            return limit;
        }

        @Override
        public int excessOfOthers(String service) {
            return 0;
        }
    };

    /** The part of a limit that is for this replica now, from 0 to all of it. */
    int shareOf(int limit);

    /** How many connections to a service other replicas have beyond their shares, from before these became smaller. */
    int excessOfOthers(String service);
}
