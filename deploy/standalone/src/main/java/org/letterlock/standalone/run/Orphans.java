package org.letterlock.standalone.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes of a launcher that was killed. Asked about before it is decided where the log goes, so nothing is logged. */
final class Orphans {
    private static final long LIMIT_SECONDS = 15;

    private Orphans() {}

    /** Waits until the processes that a killed launcher has left have ended, and kills those that do not. */
    static void awaitEnd(Path directory) {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> each.toString().endsWith(KeptProcess.PID))
                    .toList()) {
                orphan(file).ifPresent(Orphans::awaitEnd);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process of that file, unless its number has gone to another program. */
    private static Optional<ProcessHandle> orphan(Path file) throws IOException {
        var number = Files.readString(file).strip();
        var fileName = file.getFileName().toString();
        var mark = "-D" + KeptProcess.NAME_PROPERTY + "="
                + fileName.substring(0, fileName.length() - KeptProcess.PID.length());
        return number.matches("[0-9]{1,18}")
                ? ProcessHandle.of(Long.parseLong(number))
                        .filter(handle -> Stream.of(handle.info().arguments().orElse(new String[0]))
                                .anyMatch(mark::equals))
                : Optional.empty();
    }

    private static void awaitEnd(ProcessHandle orphan) {
        if (!KeptProcess.endsWithin(LIMIT_SECONDS, orphan)) {
            orphan.destroyForcibly();
            KeptProcess.endsWithin(LIMIT_SECONDS, orphan);
        }
    }
}
