/** IP groups: named sets of addresses that rules refer to. */
@NullMarked
package org.letterlock.admin.ipgroup;

import org.jspecify.annotations.NullMarked;
