/** Certificates that the suite shows: taken in, checked, kept sealed, given out to the front ends, watched for their end. */
@NullMarked
package org.letterlock.admin.certificate;

import org.jspecify.annotations.NullMarked;
