/** What the policies that administrators set mean to the library that decides by them. */
@NullMarked
package org.letterlock.service.policy;

import org.jspecify.annotations.NullMarked;
