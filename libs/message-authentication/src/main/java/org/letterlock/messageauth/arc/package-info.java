/**
 * The Authenticated Received Chain (RFC 8617): validation of the chain that a message came with, in two steps as with DKIM
 * ({@link org.letterlock.messageauth.arc.ArcVerification}), and the next set for it
 * ({@link org.letterlock.messageauth.arc.ArcSealer}).
 */
@NullMarked
package org.letterlock.messageauth.arc;

import org.jspecify.annotations.NullMarked;
