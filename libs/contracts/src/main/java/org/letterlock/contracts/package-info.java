/** The catalogue of topics and exchanges: who writes, who reads, what the key is, how long it is kept. */
@NullMarked
package org.letterlock.contracts;

import org.jspecify.annotations.NullMarked;
