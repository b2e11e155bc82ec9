/** The rule who may send as whom, without any store or wire around it. */
@NullMarked
package org.letterlock.senderpolicy.judgement;

import org.jspecify.annotations.NullMarked;
