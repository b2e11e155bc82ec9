package org.letterlock.smtp.reply;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;

/** Every reply of the suite's servers, in the words of the specification. */
public final class SmtpReplies {
    public static final SmtpReply OK = SmtpReply.of(250, "2.0.0", "OK");
    public static final SmtpReply SENDER_OK = SmtpReply.of(250, "2.1.0", "Sender OK");
    public static final SmtpReply RECIPIENT_OK = SmtpReply.of(250, "2.1.5", "Recipient OK");
    public static final SmtpReply SPF_UNDECIDED = SmtpReply.of(451, "4.7.24", "SPF check temporarily failed");
    public static final SmtpReply SENDER_DOMAIN_NOT_FOUND = SmtpReply.of(550, "5.1.8", "Sender domain not found");
    public static final SmtpReply SENDER_DOMAIN_NULL_MX = SmtpReply.of(550, "5.7.27", "Sender domain accepts no mail");
    public static final SmtpReply SENDER_DOMAIN_UNDECIDED =
            SmtpReply.of(451, "4.1.8", "Sender domain cannot be looked up");
    public static final SmtpReply NO_REVERSE_NAME = SmtpReply.of(550, "5.7.25", "Your address has no name");
    public static final SmtpReply REVERSE_NAME_UNDECIDED =
            SmtpReply.of(451, "4.7.25", "Your address cannot be looked up");
    public static final SmtpReply DMARC_UNDECIDED = SmtpReply.of(451, "4.4.3", "Temporary DNS failure, try again");
    public static final SmtpReply BYE = SmtpReply.of(221, "2.0.0", "Bye");
    public static final SmtpReply READY_FOR_TLS = SmtpReply.of(220, "2.0.0", "Ready to start TLS");
    public static final SmtpReply AUTHENTICATED = SmtpReply.of(235, "2.7.0", "Authentication successful");
    public static final SmtpReply HELP = SmtpReply.of(214, "2.0.0", "See RFC 5321");
    public static final SmtpReply CANNOT_VERIFY =
            SmtpReply.of(252, "2.5.2", "Cannot VRFY user, but will accept message and attempt delivery");
    public static final SmtpReply START_MAIL_INPUT = SmtpReply.withoutStatus(354, "End data with <CR><LF>.<CR><LF>");

    public static final SmtpReply BAD_SEQUENCE = SmtpReply.of(503, "5.5.1", "Bad sequence of commands");
    public static final SmtpReply ALREADY_AUTHENTICATED = SmtpReply.of(503, "5.5.1", "Already authenticated");
    public static final SmtpReply ALREADY_ENCRYPTED = SmtpReply.of(503, "5.5.1", "TLS is already active");
    public static final SmtpReply NOTHING_MAY_FOLLOW = SmtpReply.of(503, "5.5.1", "Nothing may follow STARTTLS");
    public static final SmtpReply PIPELINING_NOT_PERMITTED =
            SmtpReply.of(503, "5.5.1", "Nothing may be sent before the reply");
    public static final SmtpReply NO_VALID_RECIPIENTS = SmtpReply.of(554, "5.5.1", "No valid recipients");
    public static final SmtpReply NOT_IMPLEMENTED = SmtpReply.of(502, "5.5.1", "Command not implemented");
    public static final SmtpReply UNKNOWN_COMMAND = SmtpReply.of(500, "5.5.2", "Command not recognized");
    public static final SmtpReply LINE_TOO_LONG = SmtpReply.of(500, "5.5.2", "Line too long");
    public static final SmtpReply BARE_NEWLINE = SmtpReply.of(554, "5.5.2", "Bare CR or LF not allowed");
    public static final SmtpReply BAD_ARGUMENT = SmtpReply.of(501, "5.5.4", "Syntax error in parameters or arguments");
    public static final SmtpReply UNKNOWN_PARAMETER = SmtpReply.of(555, "5.5.4", "Parameter not recognized");
    public static final SmtpReply INVALID_EHLO_ARGUMENT = SmtpReply.withoutStatus(501, "Invalid EHLO argument");
    public static final SmtpReply INVALID_EHLO_NAME = SmtpReply.withoutStatus(550, "Invalid EHLO name");
    public static final SmtpReply BAD_SENDER_SYNTAX = SmtpReply.of(501, "5.1.7", "Bad sender address syntax");
    public static final SmtpReply BAD_RECIPIENT_SYNTAX = SmtpReply.of(501, "5.1.3", "Bad recipient address syntax");
    public static final SmtpReply SENDER_NOT_ASCII = SmtpReply.of(553, "5.6.7", "Non-ASCII address not permitted");
    public static final SmtpReply RECIPIENT_NOT_ASCII = SmtpReply.of(550, "5.6.7", "Non-ASCII address not permitted");
    public static final SmtpReply TOO_MANY_ERRORS = SmtpReply.of(421, "4.7.0", "Too many errors");
    public static final SmtpReply TIMEOUT = SmtpReply.of(421, "4.4.2", "Timeout");
    public static final SmtpReply SHUTTING_DOWN = SmtpReply.of(421, "4.3.2", "Service shutting down");
    public static final SmtpReply SECURITY_POLICY_CHANGED = SmtpReply.of(421, "4.7.0", "Security policy changed");
    public static final SmtpReply ACCESS_POLICY_CHANGED = SmtpReply.of(421, "4.7.0", "Access policy changed");
    public static final SmtpReply TEMPORARY_FAILURE = SmtpReply.of(451, "4.3.0", "Temporary failure, try again later");
    public static final SmtpReply DISK_FULL = SmtpReply.of(452, "4.3.1", "Insufficient system storage");

    public static final SmtpReply TLS_REQUIRED = SmtpReply.of(530, "5.7.0", "Must issue a STARTTLS command first");
    public static final SmtpReply TLS_REQUIRED_FOR_LOGIN =
            SmtpReply.of(538, "5.7.11", "Encryption required for requested authentication mechanism");
    public static final SmtpReply LOGIN_REQUIRED = SmtpReply.of(530, "5.7.0", "Authentication required");
    public static final SmtpReply UNKNOWN_MECHANISM = SmtpReply.of(504, "5.5.4", "Unrecognized authentication type");
    public static final SmtpReply MALFORMED_RESPONSE = SmtpReply.of(501, "5.5.2", "Cannot decode response");
    public static final SmtpReply LOGIN_CANCELLED = SmtpReply.of(501, "5.7.0", "Authentication cancelled");
    public static final SmtpReply RESPONSE_TOO_LONG =
            SmtpReply.of(500, "5.5.6", "Authentication exchange line is too long");
    public static final SmtpReply INVALID_CREDENTIALS =
            SmtpReply.of(535, "5.7.8", "Authentication credentials invalid");
    public static final SmtpReply LOGIN_TEMPORARY_FAILURE =
            SmtpReply.of(454, "4.7.0", "Temporary authentication failure");
    public static final SmtpReply APPLICATION_PASSWORD_REQUIRED =
            SmtpReply.of(534, "5.7.9", "Application password required");
    public static final SmtpReply PASSWORD_EXPIRED = SmtpReply.of(535, "5.7.8", "Password expired");
    public static final SmtpReply ACCOUNT_DISABLED = SmtpReply.of(525, "5.7.13", "Account disabled");
    public static final SmtpReply ACCESS_POLICY_DENIED =
            SmtpReply.of(535, "5.7.8", "Access policy does not allow this service");
    public static final SmtpReply TOO_MANY_SESSIONS = SmtpReply.of(454, "4.7.0", "Too many sessions");

    public static final SmtpReply TOO_MANY_MESSAGES = SmtpReply.of(450, "4.7.1", "Too many messages from your address");
    public static final SmtpReply TOO_MANY_UNKNOWN_RECIPIENTS =
            SmtpReply.of(421, "4.7.0", "Too many unknown recipients");
    public static final SmtpReply TOO_MANY_RECIPIENTS = SmtpReply.of(452, "4.5.3", "Too many recipients");
    public static final SmtpReply MESSAGE_TOO_BIG = SmtpReply.of(552, "5.3.4", "Message too big");
    public static final SmtpReply HEADER_TOO_LARGE = SmtpReply.of(552, "5.3.4", "Header too large");
    public static final SmtpReply TEXT_LINE_TOO_LONG = SmtpReply.of(554, "5.6.0", "Line too long");
    public static final SmtpReply NUL_IN_HEADER = SmtpReply.of(550, "5.6.0", "NUL in header");
    public static final SmtpReply UNQUALIFIED_ADDRESS = SmtpReply.of(554, "5.6.0", "Address without domain");
    public static final SmtpReply ROUTING_LOOP = SmtpReply.of(554, "5.4.6", "Routing loop detected");
    public static final SmtpReply RELAYING_DENIED = SmtpReply.of(550, "5.7.1", "Relaying denied");
    public static final SmtpReply RECIPIENT_DISABLED =
            SmtpReply.of(550, "5.2.1", "Mailbox disabled, not accepting messages");
    public static final SmtpReply MAILBOX_FULL = SmtpReply.of(452, "4.2.2", "Mailbox full");
    public static final SmtpReply MAILBOX_LONG_FULL = SmtpReply.of(552, "5.2.2", "Mailbox full");
    public static final SmtpReply OWN_DOMAIN_ONLY = SmtpReply.of(550, "5.7.1", "You may only send within your domain");
    public static final SmtpReply INTERNAL_MAIL_ONLY =
            SmtpReply.of(550, "5.7.1", "Recipient accepts internal mail only");

    private SmtpReplies() {}

    /**
     * The first line that a client sees (SMTP-1).
     *
     * @param software what it tells of the server; empty for nothing (SVC-12)
     */
    public static SmtpReply greeting(Domain hostName, String software) {
        return SmtpReply.withoutStatus(220, (hostName.text() + " ESMTP " + software).stripTrailing());
    }

    /** A refusal in place of the greeting (CONN-1), such as {@code 421 mx.example.org Too many connections, try again later}. */
    public static SmtpReply greetingRefused(int code, Domain hostName, String text) {
        return SmtpReply.withoutStatus(code, hostName.text() + " " + text);
    }

    /** The reply to EHLO (RFC 5321 section 4.1.1.1), or to HELO when there are no keywords. */
    public static SmtpReply introduced(Domain hostName, List<String> keywords) {
        List<String> lines = new ArrayList<>(keywords.size() + 1);
        lines.add(hostName.text());
        lines.addAll(keywords);
        return new SmtpReply(250, null, lines);
    }

    /** The server's turn in a SASL exchange (RFC 4954 section 4). */
    public static SmtpReply challenge(byte[] challenge) {
        return SmtpReply.withoutStatus(334, Base64.getEncoder().encodeToString(challenge));
    }

    /** The suite owns the message now (SMTP-5). */
    public static SmtpReply queuedAs(String queueId) {
        return SmtpReply.of(250, "2.0.0", "Ok: queued as " + queueId);
    }

    /** One chunk of several has arrived (RFC 3030 section 2). */
    public static SmtpReply chunkReceived(long octets) {
        return SmtpReply.of(250, "2.0.0", octets + " octets received");
    }

    /** Nobody here has this address (SMTP-12). */
    public static SmtpReply unknownRecipient(AddrSpec address) {
        return SmtpReply.of(550, "5.1.1", "<" + address.format() + ">: Recipient unknown");
    }

    /** A rule forbids it; {@code text} is the suite's own, made of literals and parsed addresses (SPOOF-6). */
    public static SmtpReply refusedByPolicy(String text) {
        return SmtpReply.of(550, "5.7.1", text);
    }

    /** The sender's domain says that the client is none of its own (SPF-2, RFC 7372); {@code text} is printable ASCII. */
    public static SmtpReply spfFailed(String text) {
        return SmtpReply.of(550, "5.7.23", text);
    }

    /** What the sender's domain says of its clients cannot be understood (SPF-3, RFC 7372). */
    public static SmtpReply spfUnusable(String text) {
        return SmtpReply.of(550, "5.7.24", text);
    }

    /** The author's domain asks to refuse the message (DMARC-4, RFC 7372 section 3.3). */
    public static SmtpReply dmarcFailed(String domain) {
        return SmtpReply.of(550, "5.7.26", "Message fails DMARC policy of " + domain);
    }

    /** Sending is suspended for a while (OUT-2). */
    public static SmtpReply sendingLimitReached(String tryAgainAfter) {
        return SmtpReply.of(450, "4.7.1", "Sending limit reached, try again after " + tryAgainAfter);
    }
}
