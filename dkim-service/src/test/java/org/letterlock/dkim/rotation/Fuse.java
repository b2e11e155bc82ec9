package org.letterlock.dkim.rotation;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Lets a replica die at the end of its n-th transaction, right before or right after the commit. */
final class Fuse {
    private final int transaction;
    private final boolean afterCommit;
    private int begun;

    /** The death of a replica. */
    static final class Blown extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    Fuse(int transaction, boolean afterCommit) {
        this.transaction = transaction;
        this.afterCommit = afterCommit;
    }

    boolean hasBlown() {
        return begun >= transaction;
    }

    TransactionOperations wrap(TransactionOperations sound) {
        return new TransactionOperations() {
            @Override
            public <T extends @Nullable Object> T execute(TransactionCallback<T> action) throws TransactionException {
                if (TransactionSynchronizationManager.isActualTransactionActive()) {
                    return sound.execute(action); // joins the one that is counted
                }
                begun++;
                if (begun != transaction) {
                    return sound.execute(action);
                }
                sound.<T>execute(status -> {
                    T result = action.doInTransaction(status);
                    if (!afterCommit) {
                        status.setRollbackOnly();
                    }
                    return result;
                });
                throw new Blown();
            }
        };
    }
}
