/** Domains, accounts, groups and aliases as every service sees them, and what an address means. */
@NullMarked
package org.letterlock.contracts.directory;

import org.jspecify.annotations.NullMarked;
