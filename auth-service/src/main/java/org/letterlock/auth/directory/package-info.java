/** Accounts that live in a directory (LDAP, Active Directory): its settings, logins against it, and the sync of its entries. */
@NullMarked
package org.letterlock.auth.directory;

import org.jspecify.annotations.NullMarked;
