package org.letterlock.mailsyntax.conversion;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.mailsyntax.mime.ParameterizedValue;

/**
 * A header and what it says of the body behind it (RFC 2045 section 2.4).
 *
 * @param isMessage whether it is the header of a message, not of a part
 */
record Entity(HeaderSection section, boolean isMessage, Kind kind, boolean isText) {
    private static final int MAX_BOUNDARY = 200;
    private static final Set<String> IDENTITY = Set.of("", "7bit", "8bit", "binary");
    private static final Set<String> ENCLOSING = Set.of("message/rfc822", "message/global");
    // RFC 1847: every octet of what is signed or encrypted matters.
    private static final Set<String> FROZEN = Set.of("multipart/signed", "multipart/encrypted");

    /** What is done with the body. */
    sealed interface Kind {
        /** Parts between delimiters; {@code frozen} where no octet of them may change. */
        record Multipart(String boundary, boolean isDigest, boolean frozen) implements Kind {}

        /** A message of its own. */
        record Message() implements Kind {}

        /** A body without encoding. */
        record Plain() implements Kind {}

        /** A body in quoted-printable. */
        record QuotedPrintable() implements Kind {}

        /** A body in base64. */
        record Base64() implements Kind {}

        /** What is not understood, or by two readers in two ways. */
        record Opaque() implements Kind {}
    }

    static Entity of(HeaderSection section, boolean isMessage, boolean inDigest) {
        List<HeaderField> types = section.all("Content-Type");
        List<HeaderField> encodings = section.all("Content-Transfer-Encoding");
        String initial = inDigest ? "message/rfc822" : "text/plain";
        ParameterizedValue type = ParameterizedValue.parse(
                types.isEmpty() ? initial : types.getFirst().body());
        boolean isText = type.value().startsWith("text/");
        boolean ambiguous = types.size() > 1 || encodings.size() > 1 || type.repeated();
        String encoding = encodings.isEmpty()
                ? ""
                : ParameterizedValue.parse(encodings.getFirst().body()).value();
        return new Entity(section, isMessage, ambiguous ? new Kind.Opaque() : kind(type, encoding), isText);
    }

    private static Kind kind(ParameterizedValue type, String encoding) {
        boolean identity = IDENTITY.contains(encoding);
        if (type.value().startsWith("multipart")) {
            return identity ? multipart(type) : new Kind.Opaque();
        }
        if (ENCLOSING.contains(type.value()) && identity) {
            return new Kind.Message();
        }
        if (type.value().equals("message/partial")) {
            return new Kind.Opaque(); // RFC 2046 section 5.2.2: always 7bit
        }
        return switch (encoding) {
            case "quoted-printable" -> new Kind.QuotedPrintable();
            case "base64" -> new Kind.Base64();
            default -> identity ? new Kind.Plain() : new Kind.Opaque();
        };
    }

    private static Kind multipart(ParameterizedValue type) {
        @Nullable String parameter = type.parameter("boundary");
        String boundary = parameter == null ? "" : parameter.stripTrailing();
        boolean usable = !boundary.isEmpty()
                && boundary.length() <= MAX_BOUNDARY
                && boundary.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        return usable
                ? new Kind.Multipart(boundary, type.value().equals("multipart/digest"), FROZEN.contains(type.value()))
                : new Kind.Opaque();
    }

    /** The header of a composite part whose parts will all be 7-bit. */
    HeaderSection sevenBit() {
        boolean differs = section.all("Content-Transfer-Encoding").stream()
                .anyMatch(field -> Set.of("8bit", "binary")
                        .contains(ParameterizedValue.parse(field.body()).value()));
        return differs ? section.replacing(HeaderField.of("Content-Transfer-Encoding", "7bit")) : section;
    }
}
