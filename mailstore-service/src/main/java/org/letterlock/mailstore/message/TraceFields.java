package org.letterlock.mailstore.message;

import java.io.ByteArrayOutputStream;
import java.util.Set;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.mailsyntax.header.HeaderField;

/** The fields that final delivery puts in front of a message (HDR-3, RFC 5321 section 4.4). */
public final class TraceFields {
    /** Their names in lower case. */
    public static final Set<String> NAMES = Set.of("return-path", "delivered-to");

    private TraceFields() {}

    /** The octets of the fields. */
    public static byte[] format(ReversePath reversePath, AddrSpec recipient) {
        var octets = new ByteArrayOutputStream();
        octets.writeBytes(HeaderField.of("Return-Path", reversePath.format()).octets());
        octets.writeBytes(HeaderField.of("Delivered-To", recipient.format()).octets());
        return octets.toByteArray();
    }
}
