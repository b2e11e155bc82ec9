/** Mail that the suite writes to its own users on behalf of its services (PWD-7, PWD-11). */
@NullMarked
package org.letterlock.egress.notice;

import org.jspecify.annotations.NullMarked;
