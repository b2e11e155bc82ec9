/** Logins to the console and the API with a password, and their end (API-2). */
@NullMarked
package org.letterlock.auth.session;

import org.jspecify.annotations.NullMarked;
