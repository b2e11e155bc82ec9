/** What is known of a running suite from outside: its state file, and how it is stopped. */
@NullMarked
package org.letterlock.standalone.control;

import org.jspecify.annotations.NullMarked;
