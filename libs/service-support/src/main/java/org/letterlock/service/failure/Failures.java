package org.letterlock.service.failure;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mailbox.MailboxUnavailableException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells the category of any exception. */
public final class Failures {
    private static final int MAX_DEPTH = 16;

    private Failures() {}

    /** The category of the outermost cause that has one; what nobody knows is a {@link FailureCategory#BUG}. */
    public static FailureCategory categoryOf(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            FailureCategory category = ownCategory(cause);
            if (category != null) {
                return category;
            }
            cause = cause.getCause();
        }
        return FailureCategory.BUG;
    }

    /** What a future's exception wraps. */
    public static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause != null && (failure instanceof CompletionException || failure instanceof ExecutionException)
                ? unwrap(cause)
                : failure;
    }

    private static @Nullable FailureCategory ownCategory(Throwable failure) {
        return switch (failure) {
            case CategorizedFailure categorized -> categorized.category();
            case TransientDataAccessException _,
                    RecoverableDataAccessException _,
                    DataAccessResourceFailureException _,
                    CannotCreateTransactionException _,
                    RetriableException _,
                    MailboxUnavailableException _,
                    TimeoutException _,
                    UncheckedIOException _ -> FailureCategory.RESOURCE;
            case SQLException sql when isTrouble(sql.getSQLState()) -> FailureCategory.RESOURCE;
            default -> null;
        };
    }

    // SQLSTATE classes: connection, transaction rollback, no resources, operator intervention, system error.
    private static boolean isTrouble(@Nullable String state) {
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("40")
                        || state.startsWith("53")
                        || state.startsWith("57")
                        || state.startsWith("58"));
    }
}
