/** Resources for administrators, and the store over HTTP. */
@NullMarked
package org.letterlock.mailstore.web;

import org.jspecify.annotations.NullMarked;
