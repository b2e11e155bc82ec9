/** Mail domains (ACC-1). */
@NullMarked
package org.letterlock.auth.domain;

import org.jspecify.annotations.NullMarked;
