/** The exchange by which an ingress has a message signed. */
@NullMarked
package org.letterlock.contracts.dkim;

import org.jspecify.annotations.NullMarked;
