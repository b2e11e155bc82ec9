package org.letterlock.mailsyntax.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.mime.MessageEnvelope.EnvelopeAddress;

/** A part whose end has not been seen yet. Owned by one {@link MimeStructureReader}. */
final class PartBuilder {
    // RFC 2046 section 5.1.1 allows 70; some send more.
    private static final int MAX_BOUNDARY = 200;
    private static final Set<String> ENCODINGS = Set.of("7bit", "8bit", "binary", "quoted-printable", "base64");
    private static final Map<String, String> ASCII = Map.of("charset", "us-ascii");

    private final long headerStart;
    private final boolean message; // whether its header is that of a message, with an envelope
    private final boolean inDigest; // RFC 2046 section 5.1.5: the default type is message/rfc822
    private final boolean opaque; // beyond a limit: whatever it says, it has no children
    private final Set<MimeDefect> defects;
    private final Map<MimeField, String> fields = new EnumMap<>(MimeField.class);
    private final List<MimePart> children = new ArrayList<>();

    private String type = "text";
    private String subtype = "plain";
    private Map<String, String> parameters = ASCII;
    private byte @Nullable [] boundary; // of a multipart until its closing delimiter
    private boolean multipart;
    private @Nullable MessageEnvelope inner;
    private long bodyStart;
    private long lineFeedsBefore;

    PartBuilder(long headerStart, boolean message, boolean inDigest, boolean opaque, Set<MimeDefect> defects) {
        this.headerStart = headerStart;
        this.message = message;
        this.inDigest = inDigest;
        this.opaque = opaque;
        this.defects = defects;
    }

    boolean wants(MimeField field) {
        return message || !field.isOfEnvelope();
    }

    void addField(MimeField field, String body) {
        if (fields.putIfAbsent(field, body) != null) {
            defects.add(MimeDefect.REPEATED_FIELD);
        }
    }

    void addChild(MimePart child) {
        children.add(child);
    }

    /** The message inside {@code message/rfc822}. */
    void addMessage(MimePart child, MessageEnvelope envelope) {
        children.add(child);
        inner = envelope;
    }

    boolean isMessage() {
        return message;
    }

    /** The header is complete; decides what the body is. */
    void startBody(long offset, long lineFeeds) {
        bodyStart = offset;
        lineFeedsBefore = lineFeeds;
        String contentType = fields.get(MimeField.CONTENT_TYPE);
        if (contentType == null) {
            if (inDigest) {
                setType("message", "rfc822", Map.of());
            }
        } else {
            readContentType(contentType);
        }
        if (opaque && (type.equals("multipart") || isMessageType())) {
            setType("application", "octet-stream", Map.of());
        }
        if (type.equals("multipart")) {
            startMultipart();
        }
        if (multipart || isMessageType()) {
            checkIdentityEncoding();
        }
    }

    /** Whether the body is itself a message that is to be taken apart. */
    boolean holdsMessage() {
        return isMessageType();
    }

    boolean isDigest() {
        return multipart && subtype.equals("digest");
    }

    byte @Nullable [] boundary() {
        return boundary;
    }

    /** The closing delimiter has been seen; what follows is epilogue. */
    void close() {
        boundary = null;
    }

    /**
     * The part ends.
     *
     * @param offset of the delimiter line, or of the end of the message
     * @param lineEnd octets of the line end in front of a delimiter, which belong to it
     * @param lineFeeds up to {@code offset}
     */
    MimePart build(long offset, int lineEnd, long lineFeeds) {
        boolean trimmed = lineEnd > 0 && offset - lineEnd >= bodyStart;
        long bodyEnd = trimmed ? offset - lineEnd : offset;
        if (boundary != null) {
            defects.add(MimeDefect.NOT_CLOSED);
        }
        if (multipart && children.isEmpty()) {
            // IMAP's grammar has no multipart without parts.
            defects.add(MimeDefect.NO_PARTS);
            PartBuilder empty = new PartBuilder(bodyEnd, false, false, true, defects);
            empty.startBody(bodyEnd, 0);
            children.add(empty.build(bodyEnd, 0, 0));
        }
        ParameterizedValue disposition =
                ParameterizedValue.parse(fields.getOrDefault(MimeField.CONTENT_DISPOSITION, ""));
        return new MimePart(
                headerStart,
                bodyStart,
                bodyEnd,
                lineFeeds - lineFeedsBefore - (trimmed ? 1 : 0),
                type,
                subtype,
                parameters,
                fields.get(MimeField.CONTENT_ID),
                fields.get(MimeField.CONTENT_DESCRIPTION),
                encoding(),
                fields.get(MimeField.CONTENT_MD5),
                disposition.value().isEmpty() ? null : disposition.value(),
                disposition.parameters(),
                languages(),
                fields.get(MimeField.CONTENT_LOCATION),
                inner,
                children);
    }

    /** The envelope that this header gives. */
    MessageEnvelope envelope() {
        List<EnvelopeAddress> from = addresses(MimeField.FROM);
        List<EnvelopeAddress> sender = addresses(MimeField.SENDER);
        List<EnvelopeAddress> replyTo = addresses(MimeField.REPLY_TO);
        return new MessageEnvelope(
                fields.get(MimeField.DATE),
                fields.get(MimeField.SUBJECT),
                from,
                sender.isEmpty() ? from : sender,
                replyTo.isEmpty() ? from : replyTo,
                addresses(MimeField.TO),
                addresses(MimeField.CC),
                addresses(MimeField.BCC),
                fields.get(MimeField.IN_REPLY_TO),
                fields.get(MimeField.MESSAGE_ID));
    }

    private List<EnvelopeAddress> addresses(MimeField field) {
        return EnvelopeAddresses.parse(fields.getOrDefault(field, ""));
    }

    private boolean isMessageType() {
        return type.equals("message") && (subtype.equals("rfc822") || subtype.equals("global"));
    }

    // type "/" subtype *(";" parameter)    RFC 2045 section 5.1
    private void readContentType(String body) {
        ParameterizedValue contentType = ParameterizedValue.parse(body);
        if (contentType.repeated()) {
            defects.add(MimeDefect.REPEATED_PARAMETER);
        }
        String value = contentType.value();
        int slash = value.indexOf('/');
        if (slash < 1 || slash == value.length() - 1 || !isToken(value, slash)) {
            defects.add(MimeDefect.BAD_CONTENT_TYPE); // RFC 2045 section 5.2: taken for text/plain
        } else {
            setType(value.substring(0, slash), value.substring(slash + 1), contentType.parameters());
        }
    }

    private void startMultipart() {
        String text = parameters.get("boundary");
        // Trailing space is not part of a boundary: RFC 2046 section 5.1.1.
        String trimmed = text == null ? "" : text.stripTrailing();
        if (trimmed.isEmpty() || trimmed.length() > MAX_BOUNDARY) {
            defects.add(MimeDefect.NO_BOUNDARY);
            setType("text", "plain", ASCII);
        } else {
            multipart = true;
            boundary = trimmed.getBytes(StandardCharsets.UTF_8);
        }
    }

    // RFC 2045 section 6.4: composite types have no encoding of their own.
    private void checkIdentityEncoding() {
        String encoding = encoding();
        if (encoding.equals("base64") || encoding.equals("quoted-printable")) {
            defects.add(MimeDefect.BAD_ENCODING);
        }
    }

    private void setType(String newType, String newSubtype, Map<String, String> newParameters) {
        type = newType;
        subtype = newSubtype;
        parameters = newParameters;
    }

    private String encoding() {
        String body = fields.get(MimeField.CONTENT_TRANSFER_ENCODING);
        if (body == null) {
            return "7bit";
        }
        String encoding = ParameterizedValue.parse(body).value();
        if (!ENCODINGS.contains(encoding)) {
            defects.add(MimeDefect.BAD_ENCODING);
        }
        return encoding.isEmpty() ? "7bit" : encoding;
    }

    private List<String> languages() {
        String body = fields.get(MimeField.CONTENT_LANGUAGE);
        return body == null
                ? List.of()
                : Arrays.stream(body.split(",", 100))
                        .map(tag -> tag.strip().toLowerCase(Locale.ROOT))
                        .filter(tag -> !tag.isEmpty())
                        .toList();
    }

    // token of RFC 2045 section 5.1, but for the one slash
    private static boolean isToken(String text, int slash) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i != slash && (c <= ' ' || c >= 0x7F || "()<>@,;:\\\"/[]?=".indexOf(c) >= 0)) {
                return false;
            }
        }
        return true;
    }
}
