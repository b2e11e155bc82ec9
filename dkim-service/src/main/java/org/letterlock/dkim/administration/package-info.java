/** The REST resources under /dkim. */
@NullMarked
package org.letterlock.dkim.administration;

import org.jspecify.annotations.NullMarked;
