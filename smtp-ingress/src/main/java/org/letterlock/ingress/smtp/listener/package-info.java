/** The ports 25, 465 and 587: opened, closed and drained as the service policies say. */
@NullMarked
package org.letterlock.ingress.smtp.listener;

import org.jspecify.annotations.NullMarked;
