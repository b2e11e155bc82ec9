/** Why a sender is or would be refused, by the judge that decides. */
@NullMarked
package org.letterlock.senderpolicy.explain;

import org.jspecify.annotations.NullMarked;
