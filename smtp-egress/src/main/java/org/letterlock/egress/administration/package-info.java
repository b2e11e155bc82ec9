/** The queue and the routes over REST. */
@NullMarked
package org.letterlock.egress.administration;

import org.jspecify.annotations.NullMarked;
