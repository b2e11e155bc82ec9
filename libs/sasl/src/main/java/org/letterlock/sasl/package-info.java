/**
 * SASL (RFC 4422): mechanisms as pure exchanges, server and client side. Nonces, keys and verdicts are arguments; nothing
 * here reads a clock, draws a random number or does input and output.
 */
@NullMarked
package org.letterlock.sasl;

import org.jspecify.annotations.NullMarked;
