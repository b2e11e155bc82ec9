/** IP groups, services and the security policy: who may connect, and how. */
@NullMarked
package org.letterlock.contracts.access;

import org.jspecify.annotations.NullMarked;
