/** The command line: what the operator asks for. */
@NullMarked
package org.letterlock.standalone.command;

import org.jspecify.annotations.NullMarked;
