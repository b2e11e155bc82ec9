/** Domains, accounts, groups, aliases, credentials, logins and tokens: the service that says who somebody is. */
@NullMarked
package org.letterlock.auth;

import org.jspecify.annotations.NullMarked;
