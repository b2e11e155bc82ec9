package org.letterlock.netty.access;

import java.time.Duration;

/** Why a connection is refused at accept: the rows of the refusal table that can happen there. */
public sealed interface Refusal {
    /** {@code R:addr}: the address is not in the service's allowed group. */
    record AddressNotPermitted() implements Refusal {}

    /** {@code R:full}: the service has as many connections as it may. */
    record TooManyConnections() implements Refusal {}

    /** {@code R:perip}: the address has as many connections as it may. */
    record TooManyFromAddress() implements Refusal {}

    /** {@code R:block}: too many failed logins from the address. */
    record AddressBlocked(Duration remaining) implements Refusal {}

    /** Too many unknown recipients from the address, at the port for mail from other servers (LIMIT-4). */
    record Harvesting() implements Refusal {}

    /** {@code R:sealed}: the keyring is locked. */
    record StoreSealed() implements Refusal {}
}
