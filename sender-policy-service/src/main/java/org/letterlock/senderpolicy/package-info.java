/** The service that decides who may send as whom. */
@NullMarked
package org.letterlock.senderpolicy;

import org.jspecify.annotations.NullMarked;
