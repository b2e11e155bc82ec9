/** Delivery status notifications (RFC 3464). */
@NullMarked
package org.letterlock.egress.report;

import org.jspecify.annotations.NullMarked;
