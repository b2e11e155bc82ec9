package org.letterlock.senderpolicy.judgement;

/** Why an account may use an address (SPOOF-3), in the order in which the reasons are tried. */
public enum SenderKind {
    /** K1: one of its own addresses, also in an alias of the domain or with a subaddress tag. */
    OWN_ADDRESS,
    /** K3: an exact alias that leads to the account. */
    ALIAS,
    /** K2: the address of a group that the account is a member of. */
    GROUP,
    /** K5: an account that lets it send in its name, visibly only in the audit log. */
    DELEGATION_SEND_AS,
    /** K5: an account that lets it send on its behalf; the message says so in Sender. */
    DELEGATION_ON_BEHALF
}
