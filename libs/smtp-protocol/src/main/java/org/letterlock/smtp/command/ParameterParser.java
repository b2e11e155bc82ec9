package org.letterlock.smtp.command;

import static org.letterlock.smtp.command.CommandFault.ARGUMENT;
import static org.letterlock.smtp.command.CommandFault.PARAMETER_VALUE;
import static org.letterlock.smtp.command.CommandFault.UNKNOWN_PARAMETER;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.smtp.command.CommandLine.Invalid;
import org.letterlock.smtp.command.CommandLine.Valid;
import org.letterlock.smtp.command.MailParameters.Body;
import org.letterlock.smtp.command.MailParameters.Ret;
import org.letterlock.smtp.command.RcptParameters.Notify;
import org.letterlock.smtp.command.RcptParameters.OriginalRecipient;

/** The parameters of MAIL and RCPT (RFC 5321 section 4.1.2). */
final class ParameterParser {
    private static final int MAX_PARAMETERS = 16;
    private static final int MAX_ENVELOPE_ID = 100; // RFC 3461 section 4.4
    private static final int MAX_ORIGINAL_RECIPIENT = 500; // RFC 3461 section 4.2
    private static final int MAX_SIZE_DIGITS = 18; // 1*20DIGIT in RFC 1870; what does not fit a long is too big anyway
    private static final Set<String> MAIL_KEYWORDS = Set.of("SIZE", "BODY", "RET", "ENVID", "AUTH");
    private static final Set<String> RCPT_KEYWORDS = Set.of("NOTIFY", "ORCPT");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,20}");
    private static final Pattern ATOM = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+");
    private static final Pattern KEYWORD = Pattern.compile("[A-Z0-9][A-Z0-9-]*");
    private static final Pattern VALUE = Pattern.compile("[!-<>-~]+");

    private ParameterParser() {}

    static CommandLine parseMail(Cursor cursor, ReversePath reversePath) {
        Map<String, String> values = new HashMap<>();
        CommandFault fault = collect(cursor, MAIL_KEYWORDS, values);
        if (fault != null) {
            return new Invalid(fault);
        }
        Optional<Long> size = size(values.getOrDefault("SIZE", "0"));
        Optional<Body> body = body(values.getOrDefault("BODY", "7BIT"));
        Optional<Ret> ret = ret(values.get("RET"));
        Optional<String> envelopeId = envelopeId(values.get("ENVID"));
        Optional<ReversePath> submitter = submitter(values.get("AUTH"));
        boolean understood = size.isPresent()
                && body.isPresent()
                && ret.isPresent() == values.containsKey("RET")
                && envelopeId.isPresent() == values.containsKey("ENVID")
                && submitter.isPresent() == values.containsKey("AUTH");
        return understood
                ? new Valid(new SmtpCommand.Mail(
                        reversePath,
                        new MailParameters(
                                size.get(),
                                body.get(),
                                ret.orElse(null),
                                envelopeId.orElse(null),
                                submitter.orElse(null))))
                : new Invalid(PARAMETER_VALUE);
    }

    static CommandLine parseRcpt(Cursor cursor, ForwardPath forwardPath) {
        Map<String, String> values = new HashMap<>();
        CommandFault fault = collect(cursor, RCPT_KEYWORDS, values);
        if (fault != null) {
            return new Invalid(fault);
        }
        Optional<Set<Notify>> notify = notifications(values.get("NOTIFY"));
        Optional<OriginalRecipient> originalRecipient = originalRecipient(values.get("ORCPT"));
        boolean understood = notify.isPresent() == values.containsKey("NOTIFY")
                && originalRecipient.isPresent() == values.containsKey("ORCPT");
        return understood
                ? new Valid(new SmtpCommand.Rcpt(
                        forwardPath, new RcptParameters(notify.orElse(Set.of()), originalRecipient.orElse(null))))
                : new Invalid(PARAMETER_VALUE);
    }

    // esmtp-param = esmtp-keyword ["=" esmtp-value]; each of ours has a value and comes once
    private static @Nullable CommandFault collect(Cursor cursor, Set<String> known, Map<String, String> values) {
        while (!cursor.atEnd()) {
            if (!cursor.skip(" ")) {
                return ARGUMENT;
            }
            String keyword = cursor.takeWhile(c -> c != '=' && c != ' ').toUpperCase(Locale.ROOT);
            if (!KEYWORD.matcher(keyword).matches()) {
                return ARGUMENT;
            }
            if (!known.contains(keyword)) {
                return UNKNOWN_PARAMETER;
            }
            String value = cursor.skip("=") ? cursor.takeWhile(c -> c != ' ') : "";
            boolean isValue = VALUE.matcher(value).matches();
            if (!isValue || values.putIfAbsent(keyword, value) != null || values.size() > MAX_PARAMETERS) {
                return PARAMETER_VALUE;
            }
        }
        return null;
    }

    // size-value = 1*20DIGIT    RFC 1870 section 3
    private static Optional<Long> size(String value) {
        if (!DIGITS.matcher(value).matches()) {
            return Optional.empty();
        }
        return Optional.of(value.length() > MAX_SIZE_DIGITS ? Long.MAX_VALUE : Long.parseLong(value));
    }

    private static Optional<Body> body(String value) {
        return List.of(Body.values()).stream()
                .filter(body -> body.keyword().equalsIgnoreCase(value))
                .findAny();
    }

    private static Optional<Ret> ret(@Nullable String value) {
        return List.of(Ret.values()).stream()
                .filter(ret -> ret.name().equalsIgnoreCase(value))
                .findAny();
    }

    private static Optional<String> envelopeId(@Nullable String value) {
        return value == null || value.length() > MAX_ENVELOPE_ID ? Optional.empty() : Xtext.decode(value);
    }

    // auth-param = "AUTH" "=" xtext; a mailbox or "<>"    RFC 4954 section 5
    private static Optional<ReversePath> submitter(@Nullable String value) {
        if (value == null) {
            return Optional.empty();
        }
        if (value.equals("<>")) {
            return Optional.of(new ReversePath.Null());
        }
        return Xtext.decode(value).flatMap(address -> switch (AddrSpec.parse(address)) {
            case Parsed<AddrSpec>(AddrSpec parsed) -> Optional.of(new ReversePath.To(parsed));
            case SyntaxError<AddrSpec> _ -> Optional.empty();
        });
    }

    // notify-esmtp-value = "NEVER" / 1#notify-list-element    RFC 3461 section 4.1
    private static Optional<Set<Notify>> notifications(@Nullable String value) {
        if (value == null) {
            return Optional.empty();
        }
        Set<Notify> notify = EnumSet.noneOf(Notify.class);
        for (String element : splitAtCommas(value)) {
            Optional<Notify> known = List.of(Notify.values()).stream()
                    .filter(candidate -> candidate.name().equalsIgnoreCase(element))
                    .findAny();
            if (known.isEmpty() || !notify.add(known.get())) {
                return Optional.empty();
            }
        }
        return notify.contains(Notify.NEVER) && notify.size() > 1 ? Optional.empty() : Optional.of(notify);
    }

    // original-recipient-address = addr-type ";" xtext    RFC 3461 section 4.2
    private static Optional<OriginalRecipient> originalRecipient(@Nullable String value) {
        if (value == null || value.length() > MAX_ORIGINAL_RECIPIENT) {
            return Optional.empty();
        }
        int semicolon = value.indexOf(';');
        if (semicolon < 0 || !ATOM.matcher(value.substring(0, semicolon)).matches()) {
            return Optional.empty();
        }
        String addressType = value.substring(0, semicolon);
        return Xtext.decode(value.substring(semicolon + 1))
                .filter(address -> !address.isEmpty())
                .map(address -> new OriginalRecipient(addressType, address));
    }

    private static List<String> splitAtCommas(String value) {
        List<String> elements = new ArrayList<>();
        Cursor cursor = new Cursor(value);
        do {
            elements.add(cursor.takeWhile(c -> c != ','));
        } while (cursor.skip(","));
        return elements;
    }
}
