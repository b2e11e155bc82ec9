package org.letterlock.egress.report;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.date.MessageDate;

/** A multipart/report (RFC 6522) about delivery (RFC 3464), without what it returns of the message. */
final class ReportText {
    private static final int MAX_LINE = 900; // well below the 998 of RFC 5322 section 2.1.1

    private final QueueId reportId;
    private final ReportKind kind;
    private final AcceptedMessage message;
    private final List<ReportedRecipient> recipients;
    private final Domain hostName;
    private final Domain author;
    private final Instant now;

    /** What the last part returns. */
    enum Returning {
        WHOLE_MESSAGE("message/rfc822"),
        HEADER("text/rfc822-headers");

        private final String mediaType;

        Returning(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    /** @param author domain of the From field */
    ReportText(
            QueueId reportId,
            ReportKind kind,
            AcceptedMessage message,
            List<ReportedRecipient> recipients,
            Domain hostName,
            Domain author,
            Instant now) {
        this.reportId = reportId;
        this.kind = kind;
        this.message = message;
        this.recipients = List.copyOf(recipients);
        this.hostName = hostName;
        this.author = author;
        this.now = now;
    }

    /** What its Message-ID field says. */
    String messageId() {
        return "<" + reportId + "@" + hostName.text() + ">";
    }

    /** The header section, with its empty line. */
    byte[] header(AddrSpec to, boolean eightBit) {
        return lines(
                "Date: " + date(now),
                "From: Mail Delivery System <MAILER-DAEMON@" + author.text() + ">",
                "To: <" + to.format() + ">",
                "Subject: " + subject(),
                "Message-ID: " + messageId(),
                "Auto-Submitted: auto-replied",
                "MIME-Version: 1.0",
                "Content-Type: multipart/report; report-type=delivery-status;",
                "\tboundary=\"" + boundary() + "\"",
                eightBit ? "Content-Transfer-Encoding: 8bit" : null,
                "");
    }

    /** Everything of the body in front of what is returned. */
    byte[] front(Returning returning, boolean eightBit) {
        return lines(
                "--" + boundary(),
                "Content-Type: text/plain; charset=us-ascii",
                "",
                forPeople(),
                "--" + boundary(),
                "Content-Type: message/delivery-status",
                "",
                perMessage(),
                "",
                recipients.stream().map(this::perRecipient).collect(Collectors.joining("\r\n")),
                "--" + boundary(),
                "Content-Type: " + returning.mediaType,
                eightBit ? "Content-Transfer-Encoding: 8bit" : null,
                "");
    }

    /** Everything behind it. */
    byte[] back() {
        return lines("", "--" + boundary() + "--");
    }

    private String subject() {
        return switch (kind) {
            case FAILED -> "Undelivered mail returned to sender";
            case DELAYED -> "Delayed mail, still being retried";
            case RELAYED -> "Mail passed on";
        };
    }

    private String forPeople() {
        String what = switch (kind) {
            case FAILED -> "Your message could not be delivered to:";
            case DELAYED ->
                "Your message could not be delivered yet. You need not send it again; it is being retried for:";
            case RELAYED -> "Your message was passed on to a server that sends no delivery reports, for:";
        };
        String whom = recipients.stream()
                .map(recipient -> "  " + recipient.entry().recipient().given().format() + "\r\n    "
                        + cut(recipient.diagnostic()))
                .collect(Collectors.joining("\r\n"));
        return "This is the mail system at " + hostName.text() + ".\r\n\r\n" + what + "\r\n\r\n" + whom + "\r\n";
    }

    // per-message-fields    RFC 3464 section 2.2
    private String perMessage() {
        String envelopeId = message.envelope().envelopeId();
        return joined(
                envelopeId == null ? null : "Original-Envelope-Id: " + cut(envelopeId),
                "Reporting-MTA: dns; " + hostName.text(),
                "Arrival-Date: " + date(message.acceptedAt()));
    }

    // per-recipient-fields    RFC 3464 section 2.3
    private String perRecipient(ReportedRecipient recipient) {
        String original = recipient.entry().recipient().originalRecipient();
        String remoteHost = recipient.remoteHost();
        Instant retryUntil = recipient.retryUntil();
        return joined(
                original == null ? null : "Original-Recipient: " + cut(original),
                "Final-Recipient: rfc822; "
                        + recipient.entry().recipient().given().format(),
                "Action: " + kind.action(),
                "Status: " + recipient.status().format(),
                remoteHost == null ? null : "Remote-MTA: dns; " + cut(remoteHost),
                remoteHost == null ? null : "Diagnostic-Code: smtp; " + cut(recipient.diagnostic()),
                "Last-Attempt-Date: " + date(recipient.lastAttempt()),
                retryUntil == null ? null : "Will-Retry-Until: " + date(retryUntil),
                "");
    }

    private String boundary() {
        return "report-" + reportId;
    }

    private static String joined(@Nullable String... lines) {
        return Arrays.stream(lines).filter(Objects::nonNull).collect(Collectors.joining("\r\n"));
    }

    private static byte[] lines(@Nullable String... lines) {
        return (joined(lines) + "\r\n").getBytes(US_ASCII);
    }

    private static String cut(String text) {
        return text.length() <= MAX_LINE ? text : text.substring(0, MAX_LINE);
    }

    private static String date(Instant instant) {
        return MessageDate.format(instant.atOffset(ZoneOffset.UTC));
    }
}
