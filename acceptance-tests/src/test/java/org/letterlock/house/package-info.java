/** The rules of the house, checked on classes and sources. */
package org.letterlock.house;
