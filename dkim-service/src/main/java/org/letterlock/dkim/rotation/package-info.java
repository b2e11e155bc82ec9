/**
 * Replacing the keys of a domain (DKIM-34 to DKIM-39) so that at no moment a signature leaves whose record verifiers cannot see.
 *
 * <p>A rotation is a row beside a key set in state {@code PENDING_DNS}. The old set signs on until the records of the whole new
 * set are seen at the resolver and at every authoritative server of each name, and after that for as long as resolvers may
 * remember that there were none (RFC 2308 section 5); then both sets change their state in one transaction, after one more look.
 * A server that does not answer holds the rotation up and does not set it back; one that shows something else does.
 *
 * <p>{@link org.letterlock.dkim.rotation.RotationPlan} decides, without clock, database or DNS. The runner looks, asks it, and
 * takes the one step that it names, as a transaction that does nothing if the state it was decided on is not the state any more.
 * So it may die between any two steps, and replicas may take the same step at once; what they share out by claims is only the
 * work of looking.
 *
 * <p>What can go wrong: the records are never published (told after 30 days, the old set signs on), they are taken away again
 * before the switch (the wait begins anew), the old keys are revoked meanwhile (nothing signs, so nothing is waited for but the
 * records), the new ones are (the rotation ends), DNS shows the old records for ever (the keys stay {@code RETIRING}).
 */
@NullMarked
package org.letterlock.dkim.rotation;

import org.jspecify.annotations.NullMarked;
