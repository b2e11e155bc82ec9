/** What is set for each domain. */
@NullMarked
package org.letterlock.dkim.setting;

import org.jspecify.annotations.NullMarked;
