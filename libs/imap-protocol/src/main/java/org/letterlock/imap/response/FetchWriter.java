package org.letterlock.imap.response;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.imap.command.FetchItem;
import org.letterlock.imap.command.FetchItem.Extension;
import org.letterlock.imap.command.Partial;
import org.letterlock.mailsyntax.mime.MessageEnvelope;
import org.letterlock.mailsyntax.mime.MessageEnvelope.EnvelopeAddress;
import org.letterlock.mailsyntax.mime.MimePart;

/** The data items of a FETCH response (RFC 9051 section 7.5.2). */
public final class FetchWriter {
    // date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE    RFC 9051 section 9
    private static final DateTimeFormatter INTERNAL_DATE = DateTimeFormatter.ofPattern(
                    "ppd-MMM-yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private FetchWriter() {}

    /** {@code INTERNALDATE} and its value. */
    public static void internalDate(Instant date, ImapWriter out) {
        out.ascii("INTERNALDATE \"").ascii(INTERNAL_DATE.format(date)).ascii("\"");
    }

    /** The name under which a section's octets come, such as {@code BODY[1.MIME]<0>}. */
    public static void bodyName(FetchItem.Body item, ImapWriter out) {
        switch (item.wording()) {
            case RFC822 -> out.ascii("RFC822");
            case RFC822_HEADER -> out.ascii("RFC822.HEADER");
            case RFC822_TEXT -> out.ascii("RFC822.TEXT");
            case BODY -> {
                out.ascii("BODY[").ascii(item.section().format()).ascii("]");
                origin(item.partial(), out);
            }
        }
    }

    /** The name under which a decoded part comes. */
    public static void binaryName(FetchItem.Binary item, ImapWriter out) {
        out.ascii("BINARY[").ascii(path(item.path())).ascii("]");
        origin(item.partial(), out);
    }

    /** The name under which the size of a decoded part comes. */
    public static void binarySizeName(FetchItem.BinarySize item, ImapWriter out) {
        out.ascii("BINARY.SIZE[").ascii(path(item.path())).ascii("]");
    }

    private static String path(List<Integer> path) {
        return path.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    private static void origin(@Nullable Partial partial, ImapWriter out) {
        if (partial != null) {
            out.ascii("<").number(partial.offset()).ascii(">");
        }
    }

    // envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP env-cc SP env-bcc
    // SP
    //            env-in-reply-to SP env-message-id ")"
    /** The value of {@code ENVELOPE}. */
    public static void envelope(MessageEnvelope envelope, ImapWriter out) {
        out.ascii("(").string(envelope.date()).ascii(" ").string(envelope.subject());
        addresses(envelope.from(), out);
        addresses(envelope.sender(), out);
        addresses(envelope.replyTo(), out);
        addresses(envelope.to(), out);
        addresses(envelope.cc(), out);
        addresses(envelope.bcc(), out);
        out.ascii(" ")
                .string(envelope.inReplyTo())
                .ascii(" ")
                .string(envelope.messageId())
                .ascii(")");
    }

    // env-from = "(" 1*address ")" / nil; address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"
    private static void addresses(List<EnvelopeAddress> addresses, ImapWriter out) {
        if (addresses.isEmpty()) {
            out.ascii(" NIL");
            return;
        }
        out.ascii(" (");
        for (EnvelopeAddress address : addresses) {
            out.ascii("(").string(address.name()).ascii(" NIL ").string(address.mailbox());
            out.ascii(" ").string(address.host()).ascii(")");
        }
        out.ascii(")");
    }

    // body = "(" (body-type-1part / body-type-mpart) ")"
    /** The value of {@code BODYSTRUCTURE} or {@code BODY}. Parts are nested to a bounded depth (IMAP-8). */
    public static void bodyStructure(MimePart part, Extension extension, ImapWriter out) {
        out.ascii("(");
        if (part.isMultipart()) {
            multipart(part, extension, out);
        } else {
            singlePart(part, extension, out);
        }
        out.ascii(")");
    }

    // body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
    private static void multipart(MimePart part, Extension extension, ImapWriter out) {
        if (part.children().isEmpty()) {
            out.ascii("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0)"); // the grammar wants one
        }
        part.children().forEach(child -> bodyStructure(child, extension, out));
        out.ascii(" ").string(part.subtype());
        if (extension == Extension.WITH) {
            out.ascii(" ");
            parameters(part.parameters(), out);
            dispositionAndBeyond(part, out);
        }
    }

    // body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]
    private static void singlePart(MimePart part, Extension extension, ImapWriter out) {
        out.string(part.type()).ascii(" ").string(part.subtype()).ascii(" ");
        parameters(part.parameters(), out);
        out.ascii(" ").string(part.id()).ascii(" ").string(part.description());
        out.ascii(" ").string(part.encoding()).ascii(" ").number(part.bodySize());
        MessageEnvelope message = part.message();
        if (message != null && !part.children().isEmpty()) {
            out.ascii(" ");
            envelope(message, out);
            out.ascii(" ");
            bodyStructure(part.children().getFirst(), extension, out);
            out.ascii(" ").number(part.bodyLines());
        } else if (part.type().equals("text")) {
            out.ascii(" ").number(part.bodyLines());
        }
        if (extension == Extension.WITH) {
            out.ascii(" ").string(part.md5());
            dispositionAndBeyond(part, out);
        }
    }

    // [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc]]]
    private static void dispositionAndBeyond(MimePart part, ImapWriter out) {
        if (part.disposition() == null) {
            out.ascii(" NIL");
        } else {
            out.ascii(" (").string(part.disposition()).ascii(" ");
            parameters(part.dispositionParameters(), out);
            out.ascii(")");
        }
        if (part.languages().isEmpty()) {
            out.ascii(" NIL");
        } else {
            String separator = " (";
            for (String language : part.languages()) {
                out.ascii(separator).string(language);
                separator = " ";
            }
            out.ascii(")");
        }
        out.ascii(" ").string(part.location());
    }

    // body-fld-param = "(" string SP string *(SP string SP string) ")" / nil
    private static void parameters(Map<String, String> parameters, ImapWriter out) {
        if (parameters.isEmpty()) {
            out.ascii("NIL");
            return;
        }
        String separator = "(";
        for (var parameter : parameters.entrySet()) {
            out.ascii(separator).string(parameter.getKey()).ascii(" ").string(parameter.getValue());
            separator = " ";
        }
        out.ascii(")");
    }
}
