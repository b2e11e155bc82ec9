package org.letterlock.contracts.replica;

/**
 * The place of one replica among all of its component, and so its part of what they may have together (CONN-5). More
 * replicas never mean a larger part for any, so replicas that count more than there are stay below the limit.
 *
 * @param rank how many have a lower id
 * @param count how many there are, this one included
 */
public record ReplicaPlace(int rank, int count) {
    public ReplicaPlace {
        if (rank < 0 || rank >= count) {
            throw new IllegalArgumentException("no place %d among %d".formatted(rank, count));
        }
    }

    /** An equal part of the limit; what is left over goes to the lowest ids, one to each. */
    public int shareOf(int limit) {
        return limit / count + (rank < limit % count ? 1 : 0);
    }
}
