/** A message that the suite has accepted: its envelope, its sealed content, where it goes. */
@NullMarked
package org.letterlock.contracts.mail;

import org.jspecify.annotations.NullMarked;
