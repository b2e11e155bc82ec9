/** The evaluators of the services behind standard input and output, for suites that others publish: dev/conformance. */
package org.letterlock.conformance;
