/**
 * Verification of DKIM signatures (RFC 6376, RFC 8301, RFC 8463, RFC 8616) in two steps, so that a body is hashed where it
 * streams by: {@link org.letterlock.messageauth.dkim.DkimVerification}. What ARC needs of it is public.
 */
@NullMarked
package org.letterlock.messageauth.dkim;

import org.jspecify.annotations.NullMarked;
