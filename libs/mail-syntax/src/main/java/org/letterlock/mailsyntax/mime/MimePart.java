package org.letterlock.mailsyntax.mime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One part of a message, with where it lies.
 *
 * @param headerStart first octet of the part's header (for the root: of the message)
 * @param bodyStart first octet behind the empty line
 * @param bodyEnd one past the last octet; the CRLF in front of a boundary belongs to the boundary
 * @param bodyLines lines of the body
 * @param type media type in lower case, such as {@code text}
 * @param subtype in lower case, such as {@code plain}
 * @param parameters of Content-Type, names in lower case, in their order; RFC 2231 pieces joined
 * @param id Content-ID
 * @param encoding Content-Transfer-Encoding in lower case; {@code 7bit} where not given
 * @param disposition in lower case, such as {@code attachment}
 * @param message for {@code message/rfc822}: the envelope of the message inside, whose part is the only child
 * @param children of a multipart in their order, or the one message inside {@code message/rfc822}
 */
public record MimePart(
        long headerStart,
        long bodyStart,
        long bodyEnd,
        long bodyLines,
        String type,
        String subtype,
        Map<String, String> parameters,
        @Nullable String id,
        @Nullable String description,
        String encoding,
        @Nullable String md5,
        @Nullable String disposition,
        Map<String, String> dispositionParameters,
        List<String> languages,
        @Nullable String location,
        @Nullable MessageEnvelope message,
        List<MimePart> children) {
    public MimePart {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        dispositionParameters = Collections.unmodifiableMap(new LinkedHashMap<>(dispositionParameters));
        languages = List.copyOf(languages);
        children = List.copyOf(children);
    }

    /** Octets of the body as it lies in the message, still encoded. */
    public long bodySize() {
        return bodyEnd - bodyStart;
    }

    /** Whether the part is a multipart. */
    public boolean isMultipart() {
        return type.equals("multipart");
    }

    /**
     * The file name as people see it: from Content-Disposition, else from Content-Type, decoded after RFC 2231 and RFC 2047.
     * Text of the peer: it may hold any character, path separators included.
     */
    public Optional<String> fileName() {
        return ParameterizedValue.decoded(dispositionParameters, "filename")
                .or(() -> ParameterizedValue.decoded(parameters, "name"));
    }
}
