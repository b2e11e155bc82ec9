package org.letterlock.egress.report;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.dkim.SignReply;
import org.letterlock.contracts.dkim.SignRequest;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.service.kafka.NoAnswerException;
import org.letterlock.service.kafka.Requester;

/**
 * Has what the suite writes itself signed like any other mail of its domains (DKIM-19). Blocks until there is an answer or none
 * in time.
 */
public final class ReportSigner {
    private static final byte[] NOTHING = {};

    private final Requester<SignRequest, SignReply> requester;

    ReportSigner(Requester<SignRequest, SignReply> requester) {
        this.requester = requester;
    }

    /**
     * The signature fields to put in front; none where the domain does not sign.
     *
     * @param header the header section with its empty line
     * @param bodyDigest as {@link SignRequest} wants it
     * @throws NoAnswerException when no answer came: the report is to be made again later (DKIM-29)
     */
    public byte[] sign(QueueId reportId, Domain author, byte[] header, byte[] bodyDigest) {
        SignRequest request = new SignRequest(reportId, author, fields(header), Octets.wrap(bodyDigest));
        try {
            return switch (requester
                    .ask(reportId.toString(), request)
                    .toCompletableFuture()
                    .join()) {
                case SignReply.Signed(List<Octets> fields) -> joined(fields);
                case SignReply.Unsigned _ -> NOTHING;
            };
        } catch (CompletionException e) {
            throw e.getCause() instanceof NoAnswerException noAnswer ? noAnswer : e;
        }
    }

    private static List<Octets> fields(byte[] header) {
        return switch (HeaderSection.parse(header, HeaderLimits.DEFAULT)) {
            case HeaderReading.Complete(HeaderSection section) ->
                section.fields().stream()
                        .map(HeaderField::octets)
                        .map(Octets::wrap)
                        .toList();
            case HeaderReading.Refused _, HeaderReading.Incomplete _ ->
                throw new IllegalStateException("a header of our own making does not read");
        };
    }

    private static byte[] joined(List<Octets> fields) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        fields.forEach(field -> joined.writeBytes(field.view()));
        return joined.toByteArray();
    }
}
