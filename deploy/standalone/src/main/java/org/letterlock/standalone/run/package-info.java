/** The life of the process that runs the suite: start, announcement, drain, end, and the training of its AOT cache. */
@NullMarked
package org.letterlock.standalone.run;

import org.jspecify.annotations.NullMarked;
