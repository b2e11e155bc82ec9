package org.letterlock.mailstore.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.search.SearchKey;
import org.letterlock.imap.search.SearchKey.DateRelation;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.date.MessageDate;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.mailsyntax.mime.EncodedWords;
import org.letterlock.mailsyntax.mime.MessageEnvelope;
import org.letterlock.mailsyntax.mime.MessageEnvelope.EnvelopeAddress;
import org.letterlock.mailsyntax.mime.MimePart;

/** Whether a message matches a key (RFC 9051 section 6.4.4). The key has passed through {@link SearchPlan#of}. */
final class SearchMatcher {
    private static final HeaderLimits PART_HEADER = new HeaderLimits(1024 * 1024, 10_000, 1024 * 1024);

    private SearchMatcher() {}

    static boolean matches(SearchKey key, Candidate message) {
        return switch (key) {
            case SearchKey.All _ -> true;
            case SearchKey.And(List<SearchKey> keys) -> keys.stream().allMatch(each -> matches(each, message));
            case SearchKey.Or(SearchKey one, SearchKey other) -> matches(one, message) || matches(other, message);
            case SearchKey.Not(SearchKey inner) -> !matches(inner, message);
            case SearchKey.HasFlag(var flag) -> message.hasFlag(flag);
            case SearchKey.Larger(long octets) -> message.size() > octets;
            case SearchKey.Smaller(long octets) -> message.size() < octets;
            case SearchKey.InternalDate(DateRelation relation, LocalDate date) ->
                relation.holds(LocalDate.ofInstant(message.internalDate(), ZoneOffset.UTC), date);
            case SearchKey.SentDate(DateRelation relation, LocalDate date) -> wasSent(message, relation, date);
            case SearchKey.UidIn(var uids) -> uids.contains(new Uid(message.uid()));
            case SearchKey.ChangedSince(var modSeq) -> message.modSeq() >= modSeq.value();
            case SearchKey.Header(String name, String text) -> hasField(message, name, text);
            case SearchKey.Body(String text) -> bodyContains(message, text);
            case SearchKey.Text(String text) ->
                message.header().stream().anyMatch(field -> contains(field, text)) || bodyContains(message, text);
            case SearchKey.NumberIn _, SearchKey.Recent _ ->
                throw new IllegalArgumentException("a key that only a session understands");
        };
    }

    private static boolean wasSent(Candidate message, DateRelation relation, LocalDate date) {
        String text = message.envelope().date();
        return text != null
                && MessageDate.parse(text) instanceof Parsed<OffsetDateTime>(OffsetDateTime sent)
                && relation.holds(sent.toLocalDate(), date);
    }

    private static boolean hasField(Candidate message, String name, String text) {
        int occurrences = message.occurrences(name);
        if (occurrences == 0) {
            return false;
        }
        if (text.isEmpty() && occurrences > 0) {
            return true;
        }
        if (occurrences == 1 && SearchPlan.IN_ENVELOPE.contains(name)) {
            return envelopeContains(message.envelope(), name, text);
        }
        return message.header().stream().anyMatch(field -> field.named(name) && contains(field, text));
    }

    private static boolean envelopeContains(MessageEnvelope envelope, String name, String text) {
        return switch (name) {
            case "subject" -> contains(envelope.subject(), text);
            case "message-id" -> contains(envelope.messageId(), text);
            case "in-reply-to" -> contains(envelope.inReplyTo(), text);
            case "from" -> contains(envelope.from(), text);
            case "to" -> contains(envelope.to(), text);
            case "cc" -> contains(envelope.cc(), text);
            case "bcc" -> contains(envelope.bcc(), text);
            default -> throw new IllegalArgumentException("not in the envelope: " + name);
        };
    }

    private static boolean contains(List<EnvelopeAddress> addresses, String text) {
        StringBuilder written = new StringBuilder();
        for (EnvelopeAddress address : addresses) {
            String addrSpec =
                    address.host() == null ? address.mailbox() : "<" + address.mailbox() + "@" + address.host() + ">";
            Stream.of(address.name(), addrSpec)
                    .filter(part -> part != null && !part.isEmpty())
                    .forEach(
                            part -> written.append(written.isEmpty() ? "" : " ").append(part));
        }
        return contains(written.toString(), text);
    }

    private static boolean contains(HeaderField field, String text) {
        return contains(field.body(), text);
    }

    private static boolean contains(@Nullable String value, String text) {
        return value != null && Caseless.fold(EncodedWords.decode(value)).contains(text);
    }

    private static boolean bodyContains(Candidate message, String text) {
        return text.isEmpty() || partContains(message, message.root(), text);
    }

    private static boolean partContains(Candidate message, MimePart part, String text) {
        for (MimePart child : part.children()) {
            if (headerContains(message, child, text) || partContains(message, child, text)) {
                return true;
            }
        }
        if (!part.children().isEmpty() || !part.type().equals("text")) {
            return false;
        }
        try (InputStream body = message.open(part.bodyStart(), part.bodySize())) {
            return PartText.contains(part, body, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean headerContains(Candidate message, MimePart part, String text) {
        try (InputStream header = message.open(part.headerStart(), part.bodyStart() - part.headerStart())) {
            return fields(header.readAllBytes()).stream().anyMatch(field -> contains(field, text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of a header section; none where it is too large to be one. */
    static List<HeaderField> fields(byte[] header) {
        return HeaderSection.parse(header, PART_HEADER) instanceof HeaderReading.Complete(HeaderSection section)
                ? section.fields()
                : List.of();
    }
}
