package org.letterlock.egress.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.service.sealing.Sha256;

/** Ids of reports: the same report has the same id, however often it is made, so that nobody gets it twice. */
final class ReportIds {
    private ReportIds() {}

    // UUID version 8 (RFC 9562 section 5.8): a digest of what the report is about.
    static QueueId of(QueueId about, ReportKind kind, List<ReportedRecipient> recipients) {
        String subject = recipients.stream()
                .map(recipient -> Integer.toString(recipient.entry().number()))
                .sorted()
                .collect(Collectors.joining(",", about + "/" + kind + "/", ""));
        ByteBuffer digest = ByteBuffer.wrap(Sha256.of(subject.getBytes(UTF_8)));
        return new QueueId(new UUID(
                (digest.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L,
                (digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L));
    }
}
