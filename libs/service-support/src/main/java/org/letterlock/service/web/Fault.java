package org.letterlock.service.web;

/**
 * One thing that is wrong with a document.
 *
 * @param pointer where (RFC 6901); empty for the whole document
 * @param code what, for programs, such as {@code too-long}
 * @param detail what, for people
 */
public record Fault(String pointer, String code, String detail) {}
