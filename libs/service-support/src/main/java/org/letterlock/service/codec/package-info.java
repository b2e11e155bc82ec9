/** How the records of the contracts become octets. */
@NullMarked
package org.letterlock.service.codec;

import org.jspecify.annotations.NullMarked;
