/** The second factor: one-time codes of an authenticator, and recovery codes for when it is lost (MFA-1, MFA-3, MFA-4). */
@NullMarked
package org.letterlock.auth.factor;

import org.jspecify.annotations.NullMarked;
