package org.letterlock.standalone.run;

import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.util.Objects;
import java.util.stream.Stream;
import org.letterlock.embedded.ServerStartException;
import org.letterlock.service.failure.CategorizedFailure;
import org.letterlock.standalone.LauncherException;

/** Says in one line, out of a pile of causes, why the suite did not start. */
final class StartFailure {
    private static final int MAX_CAUSES = 32;

    private StartFailure() {}

    static LauncherException inOneLine(RuntimeException failure) {
        var causes = Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .toList();
        for (Throwable cause : causes) {
            switch (cause) {
                case LauncherException known -> {
                    return known;
                }
                case ServerStartException server -> {
                    return new LauncherException(firstLine(server), failure);
                }
                case BindException bind -> {
                    return new LauncherException("a port is taken by another program: " + firstLine(bind), failure);
                }
                case AccessDeniedException denied -> {
                    return new LauncherException("not allowed to use " + firstLine(denied), failure);
                }
                case CategorizedFailure _ -> {
                    return new LauncherException(firstLine(cause), failure);
                }
                default -> {
                    // look further down
                }
            }
        }
        var root = causes.getLast();
        return new LauncherException(
                "the suite does not start: " + root.getClass().getSimpleName() + ": " + firstLine(root)
                        + " (more in the log)",
                failure);
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
