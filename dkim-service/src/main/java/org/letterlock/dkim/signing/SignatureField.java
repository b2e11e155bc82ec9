package org.letterlock.dkim.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.letterlock.contracts.Octets;
import org.letterlock.dkim.key.Algorithm;
import org.letterlock.dkim.key.Selector;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.dkim.CanonicalHeader;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.mailsyntax.header.HeaderField;

/**
 * A DKIM-Signature field (RFC 6376 section 3.5), relaxed/relaxed, without {@code l=} and {@code i=} (DKIM-20, DKIM-21).
 *
 * @param domain the {@code d=} tag
 * @param names the {@code h=} tag
 * @param bodyDigest the {@code bh=} tag
 * @param lifetime what {@code x=} is later than {@code t=}; zero for no {@code x=}
 */
record SignatureField(
        Domain domain,
        Selector selector,
        Algorithm algorithm,
        List<String> names,
        Octets bodyDigest,
        Instant signedAt,
        Duration lifetime) {
    private static final String NAME = "DKIM-Signature";
    private static final int LINE = 76;
    private static final String FOLD = "\r\n\t";

    SignatureField {
        names = List.copyOf(names);
    }

    /** What stands behind the signed fields in the hash input: this field with an empty {@code b=} and no CRLF (section 3.7). */
    byte[] canonical() {
        byte[] canonical = CanonicalHeader.of(HeaderField.of(NAME, tags().toString()), Canonicalization.RELAXED);
        return Arrays.copyOf(canonical, canonical.length - 2);
    }

    /** The whole field. */
    HeaderField format(byte[] signature) {
        StringBuilder body = tags();
        String encoded = Base64.getEncoder().encodeToString(signature);
        int room = LINE - 2; // "b=" and the tab take some of the first line
        int start = 0;
        while (start < encoded.length()) {
            int end = Math.min(encoded.length(), start + room);
            body.append(start == 0 ? "" : FOLD).append(encoded, start, end);
            start = end;
            room = LINE;
        }
        return HeaderField.of(NAME, body.toString());
    }

    private StringBuilder tags() {
        StringBuilder tags =
                new StringBuilder("v=1; a=").append(algorithm.tag()).append("; c=relaxed/relaxed;");
        tags.append(FOLD)
                .append("d=")
                .append(domain.text())
                .append("; s=")
                .append(selector.text())
                .append(';');
        tags.append(FOLD).append("t=").append(signedAt.getEpochSecond()).append(';');
        if (!lifetime.isZero()) {
            tags.append(" x=").append(signedAt.plus(lifetime).getEpochSecond()).append(';');
        }
        tags.append(FOLD).append("h=");
        int column = 2;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i) + (i == names.size() - 1 ? ";" : ":");
            // sig-h-tag = "h" [FWS] "=" [FWS] hdr-name *( [FWS] ":" [FWS] hdr-name )
            if (column + name.length() > LINE) {
                tags.append(FOLD);
                column = 0;
            }
            tags.append(name);
            column += name.length();
        }
        tags.append(FOLD).append("bh=").append(Base64.getEncoder().encodeToString(bodyDigest.view()));
        return tags.append(';').append(FOLD).append("b=");
    }
}
