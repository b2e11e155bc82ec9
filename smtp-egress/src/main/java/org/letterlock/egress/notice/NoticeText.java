package org.letterlock.egress.notice;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import org.letterlock.contracts.event.Notice;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.date.MessageDate;

/** A notice as a message (RFC 5322) that no program answers (RFC 3834 section 5). Pure. */
record NoticeText(Notice notice, Domain author, Domain hostName, Instant writtenAt) {

    /** The header section, with its empty line. */
    byte[] header() {
        String to = notice.recipients().stream()
                .map(AddrSpec::format)
                .map(address -> "<" + address + ">")
                .collect(Collectors.joining(",\r\n\t"));
        return String.join(
                        "\r\n",
                        "Date: " + MessageDate.format(writtenAt.atOffset(ZoneOffset.UTC)),
                        "From: Postmaster <postmaster@" + author.text() + ">",
                        "To: " + to,
                        "Subject: " + notice.subject(),
                        "Message-ID: <" + notice.id() + "@" + hostName.text() + ">",
                        "Auto-Submitted: auto-generated",
                        "MIME-Version: 1.0",
                        "Content-Type: text/plain; charset=us-ascii",
                        "",
                        "")
                .getBytes(US_ASCII);
    }

    byte[] body() {
        return notice.text()
                .lines()
                .map(line -> line + "\r\n")
                .collect(Collectors.joining())
                .getBytes(US_ASCII);
    }
}
