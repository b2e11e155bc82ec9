package org.letterlock.egress.delivery;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.smtp.command.RcptParameters;
import org.letterlock.smtp.command.RcptParameters.Notify;
import org.letterlock.smtp.command.RcptParameters.OriginalRecipient;

/** NOTIFY and ORCPT as they are passed on (SMTP-16, RFC 3461 section 5.2.1). */
final class DsnParameters {
    private DsnParameters() {}

    static RcptParameters of(Recipient recipient) {
        Set<Notify> notifyOn = EnumSet.noneOf(Notify.class);
        for (Recipient.Notify condition : recipient.notifyOn()) {
            notifyOn.add(
                    switch (condition) {
                        case NEVER -> Notify.NEVER;
                        case SUCCESS -> Notify.SUCCESS;
                        case FAILURE -> Notify.FAILURE;
                        case DELAY -> Notify.DELAY;
                    });
        }
        return new RcptParameters(notifyOn, originalRecipient(recipient.originalRecipient()));
    }

    private static @Nullable OriginalRecipient originalRecipient(@Nullable String text) {
        int semicolon = text == null ? -1 : text.indexOf(';');
        return text == null || semicolon < 0
                ? null
                : new OriginalRecipient(text.substring(0, semicolon), text.substring(semicolon + 1));
    }
}
