/** Logging in, by asking auth-service. */
@NullMarked
package org.letterlock.ingress.smtp.authentication;

import org.jspecify.annotations.NullMarked;
