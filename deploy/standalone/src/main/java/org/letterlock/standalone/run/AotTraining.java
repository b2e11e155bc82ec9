package org.letterlock.standalone.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.standalone.Launcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the JVM's AOT cache for this build while the suite serves: a second suite on throw-away data, at the lowest
 * priority, does everything once and ends, and its JVM writes the cache. Later starts take a third less time.
 */
final class AotTraining implements AutoCloseable {
    /** The file that the next start would use; set by the script when there is none yet. */
    static final String CACHE_PROPERTY = "letterlock.aot-cache";

    private static final Logger LOG = LoggerFactory.getLogger(AotTraining.class);
    private static final long LIMIT_MINUTES = 15;

    private final Path cache;
    private final Path data;
    private final Thread thread;
    private volatile @Nullable Process process; // written by the thread, read by close
    private volatile boolean closed; // set once, by close

    private AotTraining(Path cache, Path data) {
        this.cache = cache;
        this.data = data;
        this.thread = Thread.ofPlatform().daemon().name("aot-training").start(this::train);
    }

    /** Begins when there is a cache to be made; closing breaks off what is not finished. */
    static Handle begin(Path dataDirectory) {
        return Optional.ofNullable(System.getProperty(CACHE_PROPERTY))
                .map(Path::of)
                .filter(file -> Files.notExists(file)
                        && Files.isWritable(file.toAbsolutePath().getParent()))
                .<Handle>map(file -> {
                    var training = new AotTraining(file, dataDirectory.resolve("aot-training"));
                    return training::close;
                })
                .orElse(() -> {});
    }

    /** Breaks the training off. */
    @FunctionalInterface
    interface Handle extends AutoCloseable {
        @Override
        void close();
    }

    private void train() {
        var lockFile = cache.resolveSibling(cache.getFileName() + ".lock");
        try (var channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            if (lock != null) {
                DirectoryTree.delete(data);
                run(cache.resolveSibling(cache.getFileName() + ".new"));
            }
        } catch (OverlappingFileLockException _) {
            // another suite in this JVM trains already
        } catch (IOException e) {
            LOG.warn("the AOT cache cannot be made; the next start is as slow as this one: {}", e.toString());
        } catch (InterruptedException _) {
            LOG.info("the making of the AOT cache was broken off; the next run tries again");
        } finally {
            DirectoryTree.delete(data);
        }
    }

    private void run(Path fresh) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        var log = data.resolveSibling("logs").resolve("aot-training.log");
        var started = new ProcessBuilder(command(fresh))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process = started;
        if (closed) {
            started.destroyForcibly();
        }
        boolean over = started.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
        if (!over || started.exitValue() != 0 || Files.notExists(fresh)) {
            started.destroyForcibly();
            Files.deleteIfExists(fresh);
            Files.deleteIfExists(
                    fresh.resolveSibling(fresh.getFileName() + ".config")); // what the JVM keeps on its way
            if (!closed) {
                LOG.warn("the AOT cache could not be made; see {}", log);
            }
            return;
        }
        Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE);
        LOG.info("the AOT cache was made in {} s; the next start uses it", (System.nanoTime() - begin) / 1_000_000_000);
    }

    private List<String> command(Path fresh) {
        var command = new ArrayList<>(List.of(
                "nice", "-n", "19", ProcessHandle.current().info().command().orElse("java")));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.contains(CACHE_PROPERTY))
                .forEach(command::add);
        command.add("-XX:AOTCacheOutput=" + fresh);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Launcher.class.getName()));
        command.addAll(List.of("train", "--data", data.toString()));
        return command;
    }

    @Override
    public void close() {
        closed = true;
        var current = process;
        if (current != null) {
            current.descendants().forEach(ProcessHandle::destroyForcibly);
            current.destroyForcibly();
        }
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
