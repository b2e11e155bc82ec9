package org.letterlock.mailstore.delivery;

import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mail.QueueId;

/** Names one delivery: it happens once, however often its record comes (SYS-3). */
record DeliveryKey(QueueId queueId, AccountId account) {}
