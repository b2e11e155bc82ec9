/** The service that keeps signing keys and signs (DKIM). */
@NullMarked
package org.letterlock.dkim;

import org.jspecify.annotations.NullMarked;
