/** Groups and aliases (ACC-6, ACC-7), and what an address expands to (ACC-8). */
@NullMarked
package org.letterlock.auth.address;

import org.jspecify.annotations.NullMarked;
