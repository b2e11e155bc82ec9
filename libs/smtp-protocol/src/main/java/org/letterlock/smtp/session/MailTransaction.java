package org.letterlock.smtp.session;

import java.util.ArrayList;
import java.util.List;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.smtp.command.ForwardPath;
import org.letterlock.smtp.command.MailParameters;
import org.letterlock.smtp.command.RcptParameters;

/** The envelope as it has been accepted so far (RFC 5321 section 3.3). */
public record MailTransaction(ReversePath reversePath, MailParameters parameters, List<AcceptedRecipient> recipients) {
    public MailTransaction {
        recipients = List.copyOf(recipients);
    }

    /** A recipient that was answered with 250. */
    public record AcceptedRecipient(ForwardPath forwardPath, RcptParameters parameters) {}

    MailTransaction with(AcceptedRecipient recipient) {
        List<AcceptedRecipient> extended = new ArrayList<>(recipients.size() + 1);
        extended.addAll(recipients);
        extended.add(recipient);
        return new MailTransaction(reversePath, parameters, extended);
    }
}
