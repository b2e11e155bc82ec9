/** Answers the questions of the ingress. */
@NullMarked
package org.letterlock.senderpolicy.decision;

import org.jspecify.annotations.NullMarked;
