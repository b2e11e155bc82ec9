/** The work: takes entries out of the queue, speaks SMTP, settles the outcome. */
@NullMarked
package org.letterlock.egress.delivery;

import org.jspecify.annotations.NullMarked;
