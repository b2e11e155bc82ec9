package org.letterlock.standalone.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A library that, loaded before the C library, refuses every flush while the file named by REFUSE_FLUSH exists. */
final class FailingFlush {
    private static final String SOURCE = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <errno.h>
            #include <stdlib.h>
            #include <unistd.h>
            static int refused(void) {
                const char *file = getenv("REFUSE_FLUSH");
                return file != NULL && access(file, F_OK) == 0;
            }
            int fsync(int fd) {
                static int (*next)(int);
                if (refused()) { errno = EIO; return -1; }
                if (next == NULL) next = (int (*)(int)) dlsym(RTLD_NEXT, "fsync");
                return next(fd);
            }
            int fdatasync(int fd) {
                static int (*next)(int);
                if (refused()) { errno = EIO; return -1; }
                if (next == NULL) next = (int (*)(int)) dlsym(RTLD_NEXT, "fdatasync");
                return next(fd);
            }
            """;

    private FailingFlush() {}

    static Path library() throws IOException, InterruptedException {
        var source = Path.of("target", "failing-flush.c").toAbsolutePath();
        var library = source.resolveSibling("failing-flush.so");
        Files.writeString(source, SOURCE);
        var compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
                .inheritIO()
                .start();
        if (compiler.waitFor() != 0) {
            throw new IOException("a C compiler is needed for this scenario");
        }
        return library;
    }
}
