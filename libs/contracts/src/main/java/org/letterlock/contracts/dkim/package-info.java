/** The exchanges by which an ingress has a message signed, or its signatures verified. */
@NullMarked
package org.letterlock.contracts.dkim;

import org.jspecify.annotations.NullMarked;
