/** The one public REST interface of the suite, and the settings of its doors. */
@NullMarked
package org.letterlock.admin;

import org.jspecify.annotations.NullMarked;
